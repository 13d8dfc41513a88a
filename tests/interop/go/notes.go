package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// headerOfGo is the one origin that tlog.ParseTree knows.
const headerOfGo = "go.sum database tree"

type noteCase struct {
	Keys []string
	Note []byte
}

type openedNote struct {
	Text string `json:"text"`
	// Signed names the keys that signed, each by its name and key id, as the note has them.
	Signed []string `json:"signed"`
}

func openNote(given noteCase) (*openedNote, error) {
	keys, err := verifiers(given.Keys)
	if err != nil {
		return nil, err
	}
	opened, err := note.Open(given.Note, keys)
	if err != nil {
		return nil, err
	}
	found := &openedNote{Text: opened.Text, Signed: []string{}}
	for _, each := range opened.Sigs {
		found.Signed = append(found.Signed, fmt.Sprintf("%s+%08x", each.Name, each.Hash))
	}
	return found, nil
}

type openedCheckpoint struct {
	Origin string    `json:"origin"`
	Size   int64     `json:"size"`
	Root   tlog.Hash `json:"root"`
	Signed []string  `json:"signed"`
}

func openCheckpoint(given noteCase) (*openedCheckpoint, error) {
	opened, err := openNote(given)
	if err != nil {
		return nil, err
	}
	origin, rest, _ := strings.Cut(opened.Text, "\n")
	tree, err := tlog.ParseTree([]byte(headerOfGo + "\n" + rest))
	if err != nil {
		return nil, err
	}
	return &openedCheckpoint{origin, tree.N, tree.Hash, opened.Signed}, nil
}

type signCase struct{ Name, Text string }

type signedNote struct {
	Key  string `json:"key"`
	Note []byte `json:"note"`
}

// signNote signs a text with a fresh key.
func signNote(given signCase) (*signedNote, error) {
	private, public, err := note.GenerateKey(rand.Reader, given.Name)
	if err != nil {
		return nil, err
	}
	signer, err := note.NewSigner(private)
	if err != nil {
		return nil, err
	}
	raw, err := note.Sign(&note.Note{Text: given.Text}, signer)
	return &signedNote{public, raw}, err
}

// verifiers reads keys as they are published: Go's package knows those of logs, cosigner those of witnesses.
func verifiers(texts []string) (note.Verifiers, error) {
	var list []note.Verifier
	for _, text := range texts {
		key, err := note.NewVerifier(text)
		if err != nil {
			cosigner, other := newCosigner(text)
			if other != nil {
				return nil, err
			}
			key = cosigner
		}
		list = append(list, key)
	}
	return note.VerifierList(list...), nil
}

const (
	cosignature = 0x04
	timeBytes   = 8
)

// A cosigner verifies the Ed25519 signatures of c2sp.org/tlog-cosignature, which Go's package does not know.
type cosigner struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func newCosigner(text string) (*cosigner, error) {
	name, rest, _ := strings.Cut(text, "+")
	id, encoded, _ := strings.Cut(rest, "+")
	material, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		return nil, err
	}
	if len(material) != 1+ed25519.PublicKeySize || material[0] != cosignature {
		return nil, errors.New("no key of a cosigner")
	}
	sum := sha256.Sum256(append([]byte(name+"\n"), material...))
	hash := binary.BigEndian.Uint32(sum[:])
	if fmt.Sprintf("%08x", hash) != id {
		return nil, errors.New("no key id of a cosigner")
	}
	return &cosigner{name, hash, material[1:]}, nil
}

func (c *cosigner) Name() string    { return c.name }
func (c *cosigner) KeyHash() uint32 { return c.hash }

func (c *cosigner) Verify(text, signature []byte) bool {
	if len(signature) != timeBytes+ed25519.SignatureSize {
		return false
	}
	signed := fmt.Sprintf("cosignature/v1\ntime %d\n%s", binary.BigEndian.Uint64(signature), text)
	return ed25519.Verify(c.key, []byte(signed), signature[timeBytes:])
}
