package main

import (
	"bytes"
	"errors"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

type proofFileCase struct {
	Keys []string
	Leaf []byte
	File []byte
}

// checkProofFile reads a file of c2sp.org/tlog-proof without extra data, and answers with its checkpoint.
func checkProofFile(given proofFileCase) (*openedCheckpoint, error) {
	head, checkpoint, found := bytes.Cut(given.File, []byte("\n\n"))
	lines := strings.Split(string(head), "\n")
	if !found || len(lines) < 2 || lines[0] != "c2sp.org/tlog-proof@v1" || !strings.HasPrefix(lines[1], "index ") {
		return nil, errors.New("no proof file")
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	if err != nil {
		return nil, err
	}
	opened, err := openCheckpoint(noteCase{given.Keys, checkpoint})
	if err != nil {
		return nil, err
	}
	var proof tlog.RecordProof
	for _, line := range lines[2:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return nil, err
		}
		proof = append(proof, hash)
	}
	_, err = checkInclusion(inclusionCase{given.Leaf, index, opened.Size, opened.Root, proof})
	return opened, err
}
