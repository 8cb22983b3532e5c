// A module of its own only for its path: Go initialises packages in the order of their paths, and this one has to come before fyne.io.
module early.wattlake/quiet

go 1.26
