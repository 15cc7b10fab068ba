// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.states;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.asynq.testing.TestingResp;
import com.avvyland.worker.asynq.testing.TestingStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Runs steps on an empty Redis and writes what each leaves. Some steps are not a peer's: they set or await a state. */
final class TestingRun {

    private static final Pattern SECOND = Pattern.compile("@([+-]\\d+)");

    private final TestingStore store;
    private final TestingPeer peer;
    private final TestingDump dump;

    private TestingRun(TestingStore store, TestingPeer peer) {
        this.store = store;
        this.peer = peer;
        this.dump = new TestingDump(store.oracle());
    }

    static List<Step> run(TestingStore store, TestingPeer peer, List<Step> steps) throws Exception {
        store.oracle().raw("FLUSHALL");
        TestingRun run = new TestingRun(store, peer);
        List<Step> done = new ArrayList<>();
        for (Step step : steps) {
            List<String> result = new ArrayList<>(run.step(step.text()));
            if (step.shown()) {
                result.addAll(run.dump.lines());
            }
            done.add(step.with(result));
        }
        return done;
    }

    private List<String> step(String text) throws Exception {
        String[] words = text.split(" ");
        TestingResp redis = store.oracle();
        switch (words[0]) {
            case "redis" -> redis.raw((Object[]) planted(text).split(" "));
            case "wait-for" ->
                await().atMost(Duration.ofSeconds(20)).until(() -> redis.number("EXISTS", words[1]) == 1);
            case "wait-gone" ->
                await().atMost(Duration.ofSeconds(20)).until(() -> redis.number("EXISTS", words[1]) == 0);
            case "wait-for-any" ->
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> !redis.texts("KEYS", words[1]).isEmpty());
            case "registry" -> dump.showRegistry();
            case "heard" -> {
                return List.of("= " + heard(words[1]));
            }
            default -> {
                return answer(peer.step(text));
            }
        }
        return List.of();
    }

    private static String planted(String text) {
        return SECOND.matcher(text.substring("redis ".length()))
                .replaceAll(each -> String.valueOf(TestingDump.now() + Long.parseLong(each.group(1))));
    }

    private List<String> answer(String text) {
        return List.of(text.split(" \\| ", -1)).stream()
                .map(line -> "= " + dump.answer(line))
                .map(String::stripTrailing)
                .toList();
    }

    /** Have the peer ask for a task to be cancelled, and return what a subscriber hears. */
    private String heard(String id) throws Exception {
        try (TestingResp subscriber = new TestingResp(store.server().port())) {
            subscriber.raw("SUBSCRIBE", "asynq:cancel");
            peer.step("cancel " + id);
            Object message = subscriber.next();
            return new String((byte[]) ((List<?>) message).get(2), UTF_8);
        }
    }
}
