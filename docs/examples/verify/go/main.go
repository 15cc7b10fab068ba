// SPDX-License-Identifier: Apache-2.0

// Receives avvy-worker's callbacks: checks the signature over the bytes as they came, and says so before it works.
//
//	CALLBACK_SECRETS=current,previous ADDRESS=127.0.0.1:8080 go run .
package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"
)

// A callback with inline artifacts can be this large; take what your tasks need, and no more.
const largest = 64 << 20

var families = []string{
	"X-Model-Preview-Signature",
	"X-Model-Object-Signature",
	"X-Model-Projection-Signature",
	"X-Model-Projection-Model-Signature",
}

// verify tells whether any secret made any of the signatures. hmac.Equal takes the same time wherever they differ.
func verify(secrets [][]byte, headers http.Header, body []byte) bool {
	for _, family := range families {
		for _, name := range []string{family, family + "-Previous"} {
			given, err := hex.DecodeString(headers.Get(name))
			if err != nil || len(given) != sha256.Size {
				continue
			}
			for _, secret := range secrets {
				mac := hmac.New(sha256.New, secret)
				mac.Write(body)
				if hmac.Equal(mac.Sum(nil), given) {
					return true
				}
			}
		}
	}
	return false
}

type receiver struct {
	secrets [][]byte
	mutex   sync.Mutex
	seen    map[string]bool // a table with a unique key, in earnest: it must outlive this process
	work    chan []byte     // a queue, in earnest
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, req.Body, largest))
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		w.WriteHeader(http.StatusRequestEntityTooLarge)
		return
	}
	if err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	if !verify(r.secrets, req.Header, body) {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	key := req.Header.Get("Idempotency-Key")
	r.mutex.Lock()
	known := r.seen[key]
	r.seen[key] = true
	r.mutex.Unlock()
	if known {
		fmt.Println("again", key)
	} else {
		// Only now are the bytes worth decoding; that, too, is done after the answer.
		r.work <- body
		fmt.Println("accepted", key)
	}
	w.WriteHeader(http.StatusNoContent)
}

func main() {
	r := &receiver{seen: map[string]bool{}, work: make(chan []byte, 100)}
	for _, secret := range strings.Split(os.Getenv("CALLBACK_SECRETS"), ",") {
		if secret != "" { // an empty key would accept what anybody can sign
			r.secrets = append(r.secrets, []byte(secret))
		}
	}
	if len(r.secrets) == 0 {
		log.Fatal("CALLBACK_SECRETS: none (expected: one or two, separated by a comma)")
	}
	go func() {
		for body := range r.work {
			_ = body // decode the CBOR here
		}
	}()
	listener, err := net.Listen("tcp", os.Getenv("ADDRESS"))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("listening", listener.Addr().(*net.TCPAddr).Port)
	server := &http.Server{Handler: r, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: time.Minute}
	log.Fatal(server.Serve(listener))
}
