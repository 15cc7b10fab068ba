// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/hibiken/asynq"
)

// inspect asks asynq's inspector. Times are written as @seconds, for the reader to compare with its clock.
func (p *peer) inspect(command string, args []string) (string, error) {
	i, q := p.inspector, "default"
	one := func(f func(string, string) error) (string, error) { return "ok", f(q, args[0]) }
	switch command {
	case "pause":
		return "ok", i.PauseQueue(q)
	case "unpause":
		return "ok", i.UnpauseQueue(q)
	case "cancel":
		return "ok", i.CancelProcessing(args[0])
	case "run":
		return one(i.RunTask)
	case "archive":
		return one(i.ArchiveTask)
	case "delete":
		return one(i.DeleteTask)
	case "update":
		return "ok", i.UpdateTaskPayload(q, args[0], []byte(args[1]))
	case "remove":
		return "ok", i.DeleteQueue(q, len(args) > 0)
	case "run-all", "archive-all", "delete-all":
		return p.all(strings.TrimSuffix(command, "-all"), args[0])
	case "run-group":
		return count(i.RunAllAggregatingTasks(q, args[0]))
	case "archive-group":
		return count(i.ArchiveAllAggregatingTasks(q, args[0]))
	case "delete-group":
		return count(i.DeleteAllAggregatingTasks(q, args[0]))
	case "info":
		return p.info(q)
	case "memory":
		info, err := i.GetQueueInfo(q)
		if err != nil {
			return "", err
		}
		return strconv.FormatInt(info.MemoryUsage, 10), nil
	case "queues":
		queues, err := i.Queues()
		sort.Strings(queues)
		return strings.Join(queues, " "), err
	case "groups":
		groups, err := i.Groups(q)
		return lines(groups, func(g *asynq.GroupInfo) string { return fmt.Sprint(g.Group, " ", g.Size) }, true), err
	case "history":
		n, _ := strconv.Atoi(args[0])
		days, err := i.History(q, n)
		return lines(days, func(d *asynq.DailyStats) string {
			return fmt.Sprint(d.Date.UTC().Format(time.DateOnly), " ", d.Processed, " ", d.Failed)
		}, false), err
	case "task":
		t, err := i.GetTaskInfo(q, args[0])
		if err != nil {
			return "", err
		}
		return show(t), nil
	case "list":
		tasks, err := p.list(q, args)
		return lines(tasks, show, false), err
	case "servers":
		servers, err := i.Servers()
		return lines(servers, server, true), err
	case "running":
		return p.running(q)
	case "entries":
		entries, err := i.SchedulerEntries()
		return lines(entries, entry, true), err
	case "events":
		events, err := i.ListSchedulerEnqueueEvents(p.entry)
		return lines(events, func(e *asynq.SchedulerEnqueueEvent) string {
			return fmt.Sprint(e.TaskID, " ", at(e.EnqueuedAt))
		}, false), err
	}
	return "", fmt.Errorf("command: %s", command)
}

func (p *peer) all(how, state string) (string, error) {
	i := p.inspector
	f := map[string]func(string) (int, error){
		"run scheduled": i.RunAllScheduledTasks, "run retry": i.RunAllRetryTasks, "run archived": i.RunAllArchivedTasks,
		"archive pending": i.ArchiveAllPendingTasks, "archive scheduled": i.ArchiveAllScheduledTasks,
		"archive retry": i.ArchiveAllRetryTasks, "delete pending": i.DeleteAllPendingTasks,
		"delete scheduled": i.DeleteAllScheduledTasks, "delete retry": i.DeleteAllRetryTasks,
		"delete archived": i.DeleteAllArchivedTasks, "delete completed": i.DeleteAllCompletedTasks,
	}[how+" "+state]
	return count(f("default"))
}

func (p *peer) list(q string, args []string) ([]*asynq.TaskInfo, error) {
	i := p.inspector
	page := []asynq.ListOption{}
	if len(args) > 2 {
		n, _ := strconv.Atoi(args[1])
		size, _ := strconv.Atoi(args[2])
		page = append(page, asynq.Page(n), asynq.PageSize(size))
	}
	if group, ok := strings.CutPrefix(args[0], "g:"); ok {
		return i.ListAggregatingTasks(q, group, page...)
	}
	return map[string]func(string, ...asynq.ListOption) ([]*asynq.TaskInfo, error){
		"pending": i.ListPendingTasks, "active": i.ListActiveTasks, "scheduled": i.ListScheduledTasks,
		"retry": i.ListRetryTasks, "archived": i.ListArchivedTasks, "completed": i.ListCompletedTasks,
	}[args[0]](q, page...)
}

// running joins active tasks with what servers say of them, as asynq's web page does.
func (p *peer) running(q string) (string, error) {
	tasks, err := p.inspector.ListActiveTasks(q)
	if err != nil {
		return "", err
	}
	servers, err := p.inspector.Servers()
	return lines(tasks, func(t *asynq.TaskInfo) string {
		for _, s := range servers {
			for _, w := range s.ActiveWorkers {
				if w.TaskID == t.ID && w.Queue == t.Queue {
					return fmt.Sprint(t.ID, " ", at(w.Started), " ", at(w.Deadline))
				}
			}
		}
		return t.ID + " - -"
	}, false), err
}

func (p *peer) info(q string) (string, error) {
	s, err := p.inspector.GetQueueInfo(q)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("size=%d groups=%d pending=%d active=%d scheduled=%d retry=%d archived=%d completed=%d "+
		"aggregating=%d processed=%d failed=%d total=%d/%d paused=%t waiting=%t", s.Size, s.Groups, s.Pending, s.Active,
		s.Scheduled, s.Retry, s.Archived, s.Completed, s.Aggregating, s.Processed, s.Failed, s.ProcessedTotal,
		s.FailedTotal, s.Paused, s.Latency > 0), nil
}

func show(t *asynq.TaskInfo) string {
	return fmt.Sprintf("%s %s %s payload=%q headers=%q retry=%d/%d error=%q failed=%s timeout=%s deadline=%s group=%q "+
		"next=%s orphaned=%t retention=%s completed=%s result=%q", t.ID, t.Type, t.State, t.Payload,
		t.Headers["traceparent"], t.Retried, t.MaxRetry, t.LastErr, at(t.LastFailedAt), t.Timeout, at(t.Deadline), t.Group,
		at(t.NextProcessAt), t.IsOrphaned, t.Retention, at(t.CompletedAt), t.Result)
}

func server(s *asynq.ServerInfo) string {
	workers := lines(s.ActiveWorkers, func(w *asynq.WorkerInfo) string {
		return fmt.Sprintf("%s %s %s %q started=%s deadline=%s", w.TaskID, w.TaskType, w.Queue, w.TaskPayload,
			at(w.Started), at(w.Deadline))
	}, true)
	return fmt.Sprintf("%s concurrency=%d queues=%v strict=%t started=%s [%s]", s.Status, s.Concurrency, s.Queues,
		s.StrictPriority, at(s.Started), workers)
}

func entry(e *asynq.SchedulerEntry) string {
	return fmt.Sprintf("%s %s %q opts=%v next=%s prev=%s", e.Spec, e.Task.Type(), e.Task.Payload(), e.Opts, at(e.Next),
		at(e.Prev))
}

func at(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return "@" + strconv.FormatInt(t.Unix(), 10)
}

func count(n int, err error) (string, error) {
	return strconv.Itoa(n), err
}

func lines[T any](all []T, text func(T) string, sorted bool) string {
	shown := []string{}
	for _, each := range all {
		shown = append(shown, text(each))
	}
	if sorted {
		sort.Strings(shown)
	}
	return strings.Join(shown, "\n")
}
