// bluemonday, from Debian's source package: main CORPORA POLICY. Rows as in measure.h.
package main

import (
	"bytes"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"syscall"

	"github.com/microcosm-cc/bluemonday"
)

const (
	passes    = 7
	leastPass = 0.1 // seconds; shorter passes are repeated
)

func cpuSeconds() float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		log.Fatal(err)
	}
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e9
}

func readPolicy(path string) *bluemonday.Policy {
	text, err := os.ReadFile(path)
	if err != nil {
		log.Fatal(err)
	}
	p := bluemonday.NewPolicy()
	p.RequireParseableURLs(true)
	p.AllowRelativeURLs(true)
	for _, line := range strings.Split(string(text), "\n") {
		words := strings.Fields(line)
		switch {
		case len(words) == 0 || strings.HasPrefix(line, "#"):
		case words[0] == "*":
			p.AllowAttrs(words[1:]...).Globally()
		case words[0] == ":":
			p.AllowURLSchemes(words[1:]...)
		default:
			p.AllowElements(words[0])
			p.AllowNoAttrs().OnElements(words[0])
			if len(words) > 1 {
				p.AllowAttrs(words[1:]...).OnElements(words[0])
			}
		}
	}
	return p
}

// See docs.h for the format.
func readCorpus(path string) (docs [][]byte, total int) {
	rest, err := os.ReadFile(path)
	if err != nil {
		log.Fatal(err)
	}
	for len(rest) > 0 {
		end := bytes.IndexByte(rest, '\n')
		n, err := strconv.Atoi(string(rest[:end]))
		if err != nil {
			log.Fatal(path, ": not a corpus")
		}
		docs = append(docs, rest[end+1:end+1+n])
		rest = rest[end+1+n+1:]
		total += n
	}
	return docs, total
}

func pass(p *bluemonday.Policy, docs [][]byte) (out int) {
	for _, d := range docs {
		out += len(p.SanitizeBytes(d))
	}
	return out
}

// Seconds for one pass: the middle one.
func median(p *bluemonday.Policy, docs [][]byte) float64 {
	times := make([]float64, passes)
	for i := range times {
		start, rounds, spent := cpuSeconds(), 0, 0.0
		for spent < leastPass {
			pass(p, docs)
			rounds++
			spent = cpuSeconds() - start
		}
		times[i] = spent / float64(rounds)
	}
	sort.Float64s(times)
	return times[passes/2]
}

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: ", os.Args[0], " CORPORA POLICY")
	}
	policy := readPolicy(os.Args[2])
	paths, err := filepath.Glob(filepath.Join(os.Args[1], "*.docs"))
	if err != nil {
		log.Fatal(err)
	}
	for _, path := range paths {
		docs, total := readCorpus(path)
		out := pass(policy, docs) // warms the caches
		rate := float64(total) / median(policy, docs) / 1e6
		name := strings.TrimSuffix(filepath.Base(path), ".docs")
		fmt.Printf("%s\tbluemonday\t%.2f\t%d\n", name, rate, out)
	}
}
