// Command referee judges what a log serves with Go's own packages for the checksum database: it holds no
// signature check, no Merkle tree and no tile of ours. A JSON array of cases comes in on standard input, an array
// of as many verdicts goes out: what was found, or an object with "error" for a no.
package main

import (
	"encoding/json"
	"log"
	"os"
)

// A judge answers a case with what it found, which becomes JSON, or with why the case is refused.
type judge func(raw json.RawMessage) (any, error)

var judges = map[string]judge{
	"note":        judging(openNote),
	"checkpoint":  judging(openCheckpoint),
	"sign":        judging(signNote),
	"roots":       judging(rootsOf),
	"inclusion":   judging(checkInclusion),
	"consistency": judging(checkConsistency),
	"tiles":       judging(checkTiles),
	"proof file":  judging(checkProofFile),
}

// refused is the verdict of a case that does not hold.
type refused struct {
	Error string `json:"error"`
}

// judging reads the members of a case for a function that knows them.
func judging[Case, Found any](check func(Case) (Found, error)) judge {
	return func(raw json.RawMessage) (any, error) {
		var given Case
		if err := json.Unmarshal(raw, &given); err != nil {
			return nil, err
		}
		return check(given)
	}
}

func verdict(raw json.RawMessage) any {
	var head struct{ Check string }
	if err := json.Unmarshal(raw, &head); err != nil {
		log.Fatal(err)
	}
	check, known := judges[head.Check]
	if !known {
		log.Fatalf("no check is named %q", head.Check)
	}
	found, err := check(raw)
	if err != nil {
		return refused{err.Error()}
	}
	return found
}

func main() {
	var cases []json.RawMessage
	if err := json.NewDecoder(os.Stdin).Decode(&cases); err != nil {
		log.Fatal(err)
	}
	verdicts := []any{}
	for _, each := range cases {
		verdicts = append(verdicts, verdict(each))
	}
	if err := json.NewEncoder(os.Stdout).Encode(verdicts); err != nil {
		log.Fatal(err)
	}
}
