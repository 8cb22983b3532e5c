package teamsync

import (
	"fmt"

	"wattlake/lake"
)

// The codes of what a sync refuses to go on with. Nothing is deleted or changed when one of them is returned.
const (
	CodeEmptied     lake.Code = "team_lake_emptied"
	CodeOtherLake   lake.Code = "team_lake_other"
	CodeWrongPrefix lake.Code = "team_lake_wrong_prefix"
	CodeNewerFormat lake.Code = "team_lake_newer"
	CodeNoLake      lake.Code = "team_lake_missing"
)

const op = "teamsync: sync"

func emptied(location string, seen int) error {
	return &lake.Error{
		Code: CodeEmptied, Op: op, Err: fmt.Errorf("%s held %d objects", location, seen),
		Message: lake.Text{
			PL: fmt.Sprintf("%s jest puste, a ostatnio było tam obiektów: %d. Niczego nie zmieniono.", location, seen),
			EN: fmt.Sprintf("%s is empty; last time there were %d objects. Nothing was changed.", location, seen),
		},
		Hint: lake.Text{
			PL: "Sprawdź adres i uprawnienia. Jeśli ktoś celowo opróżnił koszyk, wypełnij go ponownie: wattlake sync --rejoin.",
			EN: "Check the address and the permissions. If somebody emptied the bucket on purpose, fill it again: wattlake sync --rejoin.",
		},
	}
}

func otherLake(location string) error {
	return &lake.Error{
		Code: CodeOtherLake, Op: op,
		Message: lake.Text{
			PL: fmt.Sprintf("W %s leży inne jezioro niż to, z którym synchronizowano do tej pory. Niczego nie zmieniono.", location),
			EN: fmt.Sprintf("%s holds another lake than the one that was synced with so far. Nothing was changed.", location),
		},
		Hint: lake.Text{
			PL: "Sprawdź adres. Aby połączyć oba jeziora (tego nie da się cofnąć): wattlake sync --rejoin.",
			EN: "Check the address. To unite both lakes (which cannot be undone): wattlake sync --rejoin.",
		},
	}
}

func wrongPrefix(location string, err error) error {
	return &lake.Error{
		Code: CodeWrongPrefix, Op: op, Err: err,
		Message: lake.Text{
			PL: location + " zawiera inne dane, nie jezioro Wattlake. Niczego nie zmieniono.",
			EN: location + " holds other data and no Wattlake lake. Nothing was changed.",
		},
		Hint: lake.Text{
			PL: "Podaj folder jeziora w koszyku albo pusty folder, na przykład s3://koszyk/wattlake.",
			EN: "Name the lake's folder in the bucket or an empty one, such as s3://bucket/wattlake.",
		},
	}
}

func newerFormat(location string, format int) error {
	return &lake.Error{
		Code: CodeNewerFormat, Op: op, Err: fmt.Errorf("format %d", format),
		Message: lake.Text{
			PL: location + " prowadzi nowsza wersja programu.", EN: location + " is kept by a newer version of the program.",
		},
		Hint: lake.Text{PL: "Zaktualizuj Wattlake na tym komputerze.", EN: "Update Wattlake on this computer."},
	}
}

func noLake(location string) error {
	return &lake.Error{
		Code: CodeNoLake, Op: op,
		Message: lake.Text{PL: "W " + location + " nie ma jeszcze jeziora.", EN: "There is no lake in " + location + " yet."},
		Hint: lake.Text{
			PL: "Pierwszą synchronizację musi wykonać ktoś z prawem zapisu.",
			EN: "Somebody who may write has to sync first.",
		},
	}
}

func readerKeys() (warning, hint lake.Text) {
	return lake.Text{PL: "Te klucze pozwalają tylko czytać: nic nie wysłano.", EN: "These keys may only read: nothing was sent."},
		lake.Text{PL: "Poproś administratora o prawo zapisu albo włącz tryb tylko do odczytu.", EN: "Ask the administrator for the right to write, or choose read-only."}
}

func unconditional() (warning, hint lake.Text) {
	return lake.Text{
			PL: "Serwer nie obsługuje zapisu warunkowego (If-None-Match): wymieniono dokumenty, ale tabel zespołu nie zmieniono.",
			EN: "The server has no conditional writes (If-None-Match): documents were exchanged, but the team's tables were left alone.",
		},
		lake.Text{PL: "Użyj nowszego serwera S3.", EN: "Use a newer S3 server."}
}

func mayNotErase() (warning, hint lake.Text) {
	return lake.Text{
			PL: "W koszyku są jeszcze obiekty usuniętego na zawsze dokumentu: te klucze nie pozwalają usuwać.",
			EN: "The bucket still has objects of a document that was erased: these keys may not delete.",
		},
		lake.Text{
			PL: "Usunie je synchronizacja kogoś, kto ma to prawo; zobacz docs/team-sync.md.",
			EN: "The sync of somebody who may will remove them; see docs/team-sync.md.",
		}
}

func notItsName() lake.Text {
	return lake.Text{
		PL: "Treść obiektu nie zgadza się z jego nazwą; nie została przyjęta.",
		EN: "The object's content does not fit its name; it was not taken over.",
	}
}

func unreadable() lake.Text {
	return lake.Text{
		PL: "Treści obiektu nie da się odczytać; nie została przyjęta.", EN: "The object's content cannot be read; it was not taken over.",
	}
}

func otherSize() lake.Text {
	return lake.Text{
		PL: "Obiekt ma tu i w koszyku różne rozmiary; jeden z nich jest uszkodzony.",
		EN: "The object has different sizes here and in the bucket; one of them is damaged.",
	}
}

func damagedHere(key lake.Key, err error) error {
	return &lake.Error{
		Code: lake.CodeCorrupt, Op: op, Err: err,
		Message: lake.Text{
			PL: fmt.Sprintf("Obiekt „%s” na tym komputerze jest uszkodzony; tabel zespołu nie zmieniono.", key),
			EN: fmt.Sprintf("The object %q on this computer is damaged; the team's tables were left alone.", key),
		},
		Hint: lake.Text{
			PL: "Uruchom „wattlake verify --remote --repair”, aby pobrać go na nowo.",
			EN: "Run \"wattlake verify --remote --repair\" to fetch it again.",
		},
	}
}

func damagedThere(key lake.Key, err error) error {
	return &lake.Error{
		Code: lake.CodeCorrupt, Op: "teamsync: fetch", Err: err,
		Message: lake.Text{
			PL: fmt.Sprintf("Obiekt „%s” w koszyku zespołu jest uszkodzony.", key), EN: fmt.Sprintf("The object %q in the team's bucket is damaged.", key),
		},
		Hint: lake.Text{
			PL: "Ktoś, kto ma dobrą kopię, może ją przywrócić: wattlake verify --remote --repair.",
			EN: "Somebody with a good copy can put it back: wattlake verify --remote --repair.",
		},
	}
}
