// SPDX-License-Identifier: Apache-2.0
package main

import (
	"fmt"
	"io"
	"log"
	"net"
	"time"
)

// proxy forwards connections and delivers every byte half a round trip late, in order, without limiting the throughput.
func proxy(listen, upstream string, roundTrip time.Duration) {
	listener, err := net.Listen("tcp", listen)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("listening=%s\n", listener.Addr())
	for {
		near, err := listener.Accept()
		if err != nil {
			log.Fatal(err)
		}
		far, err := net.Dial("tcp", upstream)
		if err != nil {
			near.Close()
			continue
		}
		go forward(near, far, roundTrip/2)
		go forward(far, near, roundTrip/2)
	}
}

type chunk struct {
	due   time.Time
	bytes []byte
}

func forward(from, to net.Conn, late time.Duration) {
	chunks := make(chan chunk, 1024)
	go func() {
		defer to.Close()
		for c := range chunks {
			// Timers of the kernel are late by up to 0.1 ms; what is due is sent at once.
			if wait := time.Until(c.due); wait > 0 {
				time.Sleep(wait)
			}
			if _, err := to.Write(c.bytes); err != nil {
				return
			}
		}
	}()
	defer close(chunks)
	for {
		buffer := make([]byte, 64<<10)
		n, err := from.Read(buffer)
		if n > 0 {
			chunks <- chunk{time.Now().Add(late), buffer[:n]}
		}
		if err != nil {
			if err != io.EOF {
				from.Close()
			}
			return
		}
	}
}
