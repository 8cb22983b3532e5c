// Package accessible offers the window to assistive technology on Linux, such as the screen reader Orca. Fyne 2.7 has no
// accessibility of its own.
//
// A [Reader] walks the canvas on the drawing thread and makes a [Tree] of [Element]s of it; two trees that follow each other differ
// by [Event]s. A server answers on the accessibility bus from the last tree and sends the events. Nothing of it exists while no
// assistive technology is in use.
//
// What is spoken on the bus is AT-SPI2 as defined by the interface files of at-spi2-core (xml/Accessible.xml, Action.xml,
// Application.xml, Component.xml, Event.xml, Socket.xml, Text.xml) and, for the numbers of roles and states, GetRole and GetState
// in Accessible.xml.
package accessible
