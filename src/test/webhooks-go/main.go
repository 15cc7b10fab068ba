// SPDX-License-Identifier: Apache-2.0

// Verifies one callback by the Go library of Standard Webhooks.
package main

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"os"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

func main() {
	var job struct {
		Key, Body string
		Headers   map[string]string
	}
	if err := json.Unmarshal([]byte(os.Args[1]), &job); err != nil {
		panic(err)
	}
	key, _ := hex.DecodeString(job.Key)
	body, _ := hex.DecodeString(job.Body)
	headers := http.Header{}
	for name, value := range job.Headers {
		headers.Set(name, value)
	}
	webhook, err := standardwebhooks.NewWebhookRaw(key)
	if err != nil {
		panic(err)
	}
	if webhook.Verify(body, headers) == nil {
		fmt.Print("accepted")
	} else {
		fmt.Print("refused")
	}
}
