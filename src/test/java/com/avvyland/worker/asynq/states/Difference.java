// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.states;

import java.util.List;

/**
 * Names what is different on purpose after one step. docs/asynq.md has the list for readers.
 *
 * @param step counted from 1
 * @param onlyGo lines that only Go leaves
 * @param onlyOurs lines that only the component leaves
 */
record Difference(String recording, int step, String onlyGo, String onlyOurs, String reason) {

    static final List<Difference> ALL = List.of(
            new Difference(
                    "conflict.txt",
                    2,
                    """
                    asynq:{default}:unique:u:844a4c279624e3d83c953b688c87a742 string a
                    asynq:{default}:unique:u:844a4c279624e3d83c953b688c87a742 ttl 3600s
                    """,
                    "",
                    "Go takes the lock before it sees that the id is taken, and keeps it; ours looks first"),
            new Difference(
                    "grouped-lock.txt",
                    1,
                    "",
                    """
                    asynq:{default}:t:a hash unique_key asynq:{default}:unique:ok:844a4c279624e3d83c953b688c87a742
                    """,
                    "Go forgets the lock of a grouped task; ours keeps its key in the hash"),
            new Difference("grouped-lock.txt", 2, """
                    asynq:{default}:unique:ok:844a4c279624e3d83c953b688c87a742 string a
                    asynq:{default}:unique:ok:844a4c279624e3d83c953b688c87a742 ttl 3600s
                    """, "", "so a deletion by Go does not free it; ours does"),
            new Difference("bulk-locks.txt", 2, """
                    asynq:{default}:unique:ok:844a4c279624e3d83c953b688c87a742 string a
                    asynq:{default}:unique:ok:844a4c279624e3d83c953b688c87a742 ttl 3600s
                    """, "", "Go frees no lock when it deletes all pending tasks"),
            new Difference("bulk-locks.txt", 4, """
                    asynq:{default}:unique:ok:844a4c279624e3d83c953b688c87a742 string a
                    asynq:{default}:unique:ok:844a4c279624e3d83c953b688c87a742 ttl 3600s
                    """, "", "what it left before"),
            new Difference("bulk-locks.txt", 6, """
                    asynq:{default}:unique:ok:844a4c279624e3d83c953b688c87a742 string a
                    asynq:{default}:unique:ok:844a4c279624e3d83c953b688c87a742 ttl 3600s
                    asynq:{default}:unique:ok:c0dccf7a002d948fbfcd5ac5a09f4d0e string c
                    asynq:{default}:unique:ok:c0dccf7a002d948fbfcd5ac5a09f4d0e ttl 3600s
                    """, "", "and none when it deletes a group"),
            new Difference(
                    "trim.txt", 5, """
                    asynq:{default}:t:old hash msg 39 bytes: type=ok payload=payload of old id=old queue=default retry=25 timeout=1800
                    asynq:{default}:t:old hash pending_since now
                    asynq:{default}:t:old hash state archived
                    """, "", "Go's inspector trims the archive but leaves the tasks' hashes for ever"),
            new Difference(
                    "ghost.txt",
                    7,
                    """
                    asynq:{default}:active list 0 ghost
                    asynq:{default}:lease zset ghost now+30
                    asynq:{default}:t:ghost hash state active
                    """,
                    "",
                    "Go leases an id without a message and never looks at it again; ours drops it"),
            new Difference(
                    "forward.txt", 12, "", """
                    asynq:{default}:groups set g
                    """, "Go forgets to name the group again, so that nobody aggregates it"),
            new Difference(
                    "reclaim.txt", 9, "", """
                    asynq:{default}:groups set g
                    """, "Go forgets to name the group again, so that nobody aggregates it"),
            new Difference(
                    "recover.txt",
                    15,
                    """
                    asynq:{default}:archived zset last now
                    asynq:{default}:failed string 2
                    asynq:{default}:failed:<day> string 2
                    asynq:{default}:failed:<day> ttl 7776000s
                    asynq:{default}:processed string 2
                    asynq:{default}:processed:<day> string 2
                    asynq:{default}:processed:<day> ttl 7776000s
                    asynq:{default}:retry zset orphan now+3600
                    asynq:{default}:t:last hash msg 72 bytes: type=ok payload=payload of last id=last queue=default error_msg=asynq: task lease expired timeout=1800 last_failed_at=now
                    asynq:{default}:t:last hash state archived
                    asynq:{default}:t:orphan hash msg 80 bytes: type=ok payload=payload of orphan id=orphan queue=default retry=3 retried=1 error_msg=asynq: task lease expired timeout=1800 last_failed_at=now
                    asynq:{default}:t:orphan hash state retry
                    """,
                    """
                    asynq:{default}:pending list 0 orphan
                    asynq:{default}:pending list 1 last
                    asynq:{default}:t:last hash crashes 1
                    asynq:{default}:t:last hash msg 39 bytes: type=ok payload=payload of last id=last queue=default timeout=1800
                    asynq:{default}:t:last hash state pending
                    asynq:{default}:t:orphan hash crashes 1
                    asynq:{default}:t:orphan hash msg 45 bytes: type=ok payload=payload of orphan id=orphan queue=default retry=3 timeout=1800
                    asynq:{default}:t:orphan hash state pending
                    """,
                    "Go spends a retry on a crash; ours counts it apart and runs the task next"),
            new Difference(
                    "tick.txt",
                    4,
                    "",
                    """
                    asynq:scheduler_history:<uuid> ttl 7776000s
                    asynq:{default}:schedule:<uuid> string now
                    asynq:{default}:schedule:<uuid> ttl 7200s
                    """,
                    "ours remembers the tick, so that other schedulers do not fire it too; its history ends some day"),
            new Difference(
                    "tick.txt", 5, "", """
                    asynq:scheduler_history:<uuid> ttl 7776000s
                    asynq:scheduler_history:<uuid> zset task_id=tick enqueue_time=now now
                    asynq:{default}:schedule:<uuid> string now
                    asynq:{default}:schedule:<uuid> ttl 7200s
                    """, "Go deletes the history with the scheduler; schedulers of ours share it"),
            new Difference(
                    "remove-completed.txt",
                    5,
                    """
                    = ok
                    """,
                    """
                    = error: queue is not empty: queue="default"
                    asynq:queues set default
                    """,
                    "Go does not see completed tasks and leaves them without a queue; ours asks for force"),
            new Difference(
                    "remove-rest.txt",
                    11,
                    """
                    asynq:{default}:completed zset kept now+3600
                    asynq:{default}:failed string 2
                    asynq:{default}:failed:<day> string 2
                    asynq:{default}:failed:<day> ttl 7776000s
                    asynq:{default}:g:g zset grouped now
                    asynq:{default}:groups set g
                    asynq:{default}:paused string now
                    asynq:{default}:processed string 3
                    asynq:{default}:processed:<day> string 3
                    asynq:{default}:processed:<day> ttl 7776000s
                    asynq:{default}:t:grouped hash group g
                    asynq:{default}:t:grouped hash msg 110 bytes: type=ok payload=payload of grouped id=grouped queue=default retry=25 timeout=1800 unique_key=asynq:{default}:unique:ok:2554ced79e17b0b03da93ead7c8d7e22 group_key=g
                    asynq:{default}:t:grouped hash state aggregating
                    asynq:{default}:t:kept hash msg 50 bytes: type=ok payload=payload of kept id=kept queue=default retry=25 timeout=1800 retention=3600 completed_at=now
                    asynq:{default}:t:kept hash state completed
                    asynq:{default}:unique:ok:2554ced79e17b0b03da93ead7c8d7e22 string grouped
                    asynq:{default}:unique:ok:2554ced79e17b0b03da93ead7c8d7e22 ttl 3600s
                    asynq:{default}:unique:ok:d018c8d3fe113e3785d54d50287e47d4 string waits
                    asynq:{default}:unique:ok:d018c8d3fe113e3785d54d50287e47d4 ttl 3600s
                    asynq:{default}:unique:skip:698ac93c97d1c26da9a3ea9541bb0924 string archived
                    asynq:{default}:unique:skip:698ac93c97d1c26da9a3ea9541bb0924 ttl 3600s
                    """,
                    "",
                    "Go leaves completed tasks, groups, counters, locks and the pause mark"));

    List<String> go() {
        return onlyGo.lines().toList();
    }

    List<String> ours() {
        return onlyOurs.lines().toList();
    }

    static List<Difference> of(String recording, int step) {
        return ALL.stream()
                .filter(each -> each.recording().equals(recording) && each.step() == step)
                .toList();
    }
}
