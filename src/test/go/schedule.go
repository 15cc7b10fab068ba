// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/hibiken/asynq"
	"github.com/robfig/cron/v3"
)

// schedulers prints every entry of every scheduler.
func schedulers(opt asynq.RedisClientOpt) error {
	inspector := asynq.NewInspector(opt)
	defer inspector.Close()
	entries, err := inspector.SchedulerEntries()
	if err != nil {
		return err
	}
	all := []map[string]any{}
	for _, e := range entries {
		options := []string{}
		for _, o := range e.Opts {
			options = append(options, o.String())
		}
		all = append(all, map[string]any{
			"id": e.ID, "spec": e.Spec, "type": e.Task.Type(), "payload": string(e.Task.Payload()),
			"options": options, "next": e.Next.Unix(), "prev": e.Prev.Unix(), "never": e.Prev.IsZero(),
		})
	}
	return print(all)
}

// history ENTRY prints the events of an entry, newest first.
func history(opt asynq.RedisClientOpt, args []string) error {
	inspector := asynq.NewInspector(opt)
	defer inspector.Close()
	events, err := inspector.ListSchedulerEnqueueEvents(args[0])
	if err != nil {
		return err
	}
	return print(events)
}

// nextTicks FILE reads lines of a spec, a tab, Unix seconds; it prints each with another tab and the next tick in Unix
// seconds, 0 for none, or "bad".
func nextTicks(args []string) error {
	file, err := os.Open(args[0])
	if err != nil {
		return err
	}
	defer file.Close()
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		spec, after, _ := strings.Cut(lines.Text(), "\t")
		seconds, err := strconv.ParseInt(after, 10, 64)
		if err != nil {
			return err
		}
		next := "bad"
		if schedule, err := cron.ParseStandard(spec); err == nil {
			next = "0"
			if t := schedule.Next(time.Unix(seconds, 0).UTC()); !t.IsZero() {
				next = strconv.FormatInt(t.Unix(), 10)
			}
		}
		fmt.Fprintf(out, "%s\t%s\t%s\n", spec, after, next)
	}
	return lines.Err()
}
