package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"sort"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

type rootsCase struct{ Bundles [][]byte }

// rootsOf computes the root of every tree that the entries make, from the tree of one leaf on.
func rootsOf(given rootsCase) ([]tlog.Hash, error) {
	entries, err := entriesOf(given.Bundles)
	if err != nil {
		return nil, err
	}
	var tree memory
	roots := []tlog.Hash{}
	for index, entry := range entries {
		if err := tree.add(int64(index), tlog.RecordHash(entry)); err != nil {
			return nil, err
		}
		root, err := tlog.TreeHash(int64(index)+1, &tree)
		if err != nil {
			return nil, err
		}
		roots = append(roots, root)
	}
	return roots, nil
}

// memory holds the hashes of a tree in the order of tlog.StoredHashIndex.
type memory []tlog.Hash

func (m *memory) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	found := []tlog.Hash{}
	for _, at := range indexes {
		found = append(found, (*m)[at])
	}
	return found, nil
}

func (m *memory) add(index int64, leaf tlog.Hash) error {
	hashes, err := tlog.StoredHashesForRecordHash(index, leaf, m)
	*m = append(*m, hashes...)
	return err
}

// entriesOf reads the entry bundles of c2sp.org/tlog-tiles, one after the other.
func entriesOf(bundles [][]byte) ([][]byte, error) {
	var entries [][]byte
	for _, rest := range bundles {
		for len(rest) > 0 {
			if len(rest) < 2 || len(rest)-2 < int(binary.BigEndian.Uint16(rest)) {
				return nil, errors.New("a bundle ends within an entry")
			}
			end := 2 + int(binary.BigEndian.Uint16(rest))
			entries, rest = append(entries, rest[2:end]), rest[end:]
		}
	}
	return entries, nil
}

type proven struct{}

type inclusionCase struct {
	Leaf        []byte
	Index, Size int64
	Root        tlog.Hash
	Proof       tlog.RecordProof
}

func checkInclusion(given inclusionCase) (*proven, error) {
	err := tlog.CheckRecord(given.Proof, given.Size, given.Root, given.Index, tlog.RecordHash(given.Leaf))
	return &proven{}, err
}

type consistencyCase struct {
	OldSize int64     `json:"old_size"`
	OldRoot tlog.Hash `json:"old_root"`
	Size    int64
	Root    tlog.Hash
	Proof   tlog.TreeProof
}

func checkConsistency(given consistencyCase) (*proven, error) {
	return &proven{}, tlog.CheckTree(given.Proof, given.Size, given.Root, given.OldSize, given.OldRoot)
}

type tilesCase struct {
	Size  int64
	Root  tlog.Hash
	Tiles map[string][]byte
}

type readTiles struct {
	Leaves []tlog.Hash `json:"leaves"`
	// Read names the tiles that were asked for.
	Read []string `json:"read"`
}

// checkTiles reads every leaf hash out of the tiles, each proven against the root on the way.
func checkTiles(given tilesCase) (*readTiles, error) {
	server := &tileServer{given.Root, given.Tiles, map[string]tlog.Tile{}}
	reader := tlog.TileHashReader(tlog.Tree{N: given.Size, Hash: given.Root}, server)
	indexes := []int64{}
	for leaf := int64(0); leaf < given.Size; leaf++ {
		indexes = append(indexes, tlog.StoredHashIndex(0, leaf))
	}
	leaves, err := reader.ReadHashes(indexes)
	if err != nil {
		return nil, err
	}
	found := &readTiles{Leaves: leaves}
	for path := range server.read {
		found.Read = append(found.Read, path)
	}
	sort.Strings(found.Read)
	return found, server.made(leaves)
}

// made refuses a tile that was read and is not what the leaves make, and so none of the root's.
//
// TileHashReader of x/mod 0.7.0 does not see all of them: where subtrees of the root share a tile, it passes over as
// many tiles further on.
func (s *tileServer) made(leaves []tlog.Hash) error {
	var tree memory
	for index, leaf := range leaves {
		if err := tree.add(int64(index), leaf); err != nil {
			return err
		}
	}
	root, err := tlog.TreeHash(int64(len(leaves)), &tree)
	if err != nil || root != s.root {
		return errors.New("the leaves of the tiles make another root")
	}
	for path, tile := range s.read {
		if data, err := tlog.ReadTileData(tile, &tree); err != nil || !bytes.Equal(data, s.tiles[path]) {
			return fmt.Errorf("%s is not what the leaves make", path)
		}
	}
	return nil
}

// A tileServer is a tlog.TileReader of tiles under their paths in c2sp.org/tlog-tiles, which leaves the height out.
type tileServer struct {
	root  tlog.Hash
	tiles map[string][]byte
	read  map[string]tlog.Tile
}

func (s *tileServer) Height() int { return 8 }

func (s *tileServer) SaveTiles([]tlog.Tile, [][]byte) {}

func (s *tileServer) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	found := [][]byte{}
	for _, tile := range tiles {
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		data, there := s.tiles[path]
		if !there {
			return nil, fmt.Errorf("there is no %s", path)
		}
		found, s.read[path] = append(found, data), tile
	}
	return found, nil
}
