// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.testing;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Runs a cluster of three masters without replicas; each keeps its data over a restart. */
public final class TestingCluster implements AutoCloseable {

    private static final Duration READY = Duration.ofSeconds(60);
    private static final int SLOTS = 16_384;
    private static final int NODES = 3;

    private final List<TestingRedisNode> nodes = new ArrayList<>();

    /** Start it and wait until every node knows where every slot is. */
    public TestingCluster() {
        for (int i = 0; i < NODES; i++) {
            nodes.add(TestingRedisNode.start(
                    "cluster-enabled yes",
                    "cluster-node-timeout 2000",
                    "cluster-require-full-coverage no",
                    "appendonly yes"));
        }
        for (int i = 0; i < NODES; i++) {
            TestingRedisNode node = nodes.get(i);
            List<Object> slots = new ArrayList<>(List.of("CLUSTER", "ADDSLOTS"));
            for (int slot = 0; slot < SLOTS; slot++) {
                if (owner(slot) == node) {
                    slots.add(slot);
                }
            }
            node.ask(slots.toArray());
            node.ask("CLUSTER", "SET-CONFIG-EPOCH", i + 1);
            node.ask("CLUSTER", "MEET", "127.0.0.1", nodes.getFirst().port());
        }
        await().atMost(READY).until(this::agrees);
    }

    private TestingRedisNode owner(long slot) {
        return nodes.get((int) (slot * NODES / SLOTS));
    }

    /** Return the node that holds a queue's keys. */
    public TestingRedisNode owner(String queue) {
        return ownerOfKey("asynq:{" + queue + "}:");
    }

    /** Return the node that holds a key; asked of any that runs. */
    public TestingRedisNode ownerOfKey(String key) {
        return owner(Long.parseLong(nodes.getFirst().ask("CLUSTER", "KEYSLOT", key)));
    }

    /** Begin to move the slot of a queue to another node, as {@code redis-cli --cluster reshard} does. */
    public Move move(String queue, TestingRedisNode to) {
        return new Move(queue, to);
    }

    /** Is a slot on its way: keys are on one of two nodes until {@link #finish}. */
    public final class Move {

        private final TestingRedisNode from;
        private final TestingRedisNode to;
        private final String slot;
        private final String target;

        private Move(String queue, TestingRedisNode to) {
            this.from = owner(queue);
            this.to = to;
            slot = from.ask("CLUSTER", "KEYSLOT", "asynq:{" + queue + "}:");
            target = to.ask("CLUSTER", "MYID");
            to.ask("CLUSTER", "SETSLOT", slot, "IMPORTING", from.ask("CLUSTER", "MYID"));
            from.ask("CLUSTER", "SETSLOT", slot, "MIGRATING", target);
        }

        /** Carry some keys over. */
        public void carry(List<String> keys) {
            List<Object> migrate = new ArrayList<>(List.of("MIGRATE", "127.0.0.1", to.port(), "", 0, 10_000, "KEYS"));
            migrate.addAll(keys);
            from.ask(migrate.toArray());
        }

        /** Carry all keys over that are left, a few at a time, and tell everybody where the slot is. */
        public void finish(Runnable afterEach) {
            try (TestingResp resp = from.resp()) {
                for (List<String> keys = some(resp); !keys.isEmpty(); keys = some(resp)) {
                    carry(keys);
                    afterEach.run();
                }
            }
            to.ask("CLUSTER", "SETSLOT", slot, "NODE", target);
            from.ask("CLUSTER", "SETSLOT", slot, "NODE", target);
            nodes.stream()
                    .filter(node -> node != to && node != from)
                    .forEach(node -> node.ask("CLUSTER", "SETSLOT", slot, "NODE", target));
        }

        private List<String> some(TestingResp resp) {
            return resp.texts("CLUSTER", "GETKEYSINSLOT", slot, 3);
        }
    }

    /** Return a node that does not hold a queue's keys. */
    public TestingRedisNode another(String queue) {
        return nodes.stream().filter(node -> node != owner(queue)).findFirst().orElseThrow();
    }

    /** Tell whether every node says that the cluster is complete. */
    public boolean agrees() {
        return nodes.stream()
                .map(node -> node.ask("CLUSTER", "INFO"))
                .allMatch(info -> info.contains("cluster_state:ok")
                        && info.contains("cluster_slots_ok:" + SLOTS)
                        && info.contains("cluster_known_nodes:" + NODES));
    }

    /** Return the location, one node only: the others are found through it. */
    public String uri() {
        return "redis-cluster://127.0.0.1:" + nodes.getLast().port();
    }

    /** Return the location with every node. */
    public String uriOfAll() {
        return "redis-cluster://"
                + nodes.stream().map(node -> "127.0.0.1:" + node.port()).collect(Collectors.joining(","));
    }

    public List<TestingRedisNode> nodes() {
        return nodes;
    }

    @Override
    public void close() {
        nodes.forEach(TestingRedisNode::close);
    }
}
