// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.redis;

import com.avvyland.worker.asynq.redis.Redis.Answer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisMovedDataException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/**
 * Sends some calls and reads their answers: all are written before the first answer is read. One thread.
 *
 * <p>A script the server does not know (first use, restart, failover, SCRIPT FLUSH) is sent again with its text, and a
 * call that another server has to serve is sent there: in both cases nothing ran before.
 */
final class RoundTrip {

    /** One for the call, one for a server that moved its slot, one for that server not knowing the script. */
    private static final int MOST_PASSES = 3;

    private final Connections connections;
    private final Borrowing borrowing;
    private final List<Call> calls;
    private final @Nullable Answer[] answers;
    private List<Integer> again = new ArrayList<>();

    RoundTrip(Connections connections, Borrowing borrowing, List<Call> calls) {
        this.connections = connections;
        this.borrowing = borrowing;
        this.calls = calls;
        this.answers = new Answer[calls.size()];
    }

    private record Lane(@Nullable Connection connection, List<Integer> calls) {}

    List<Answer> run() {
        for (int i = 0; i < answers.length; i++) {
            again.add(i);
        }
        for (int pass = 0; pass < MOST_PASSES && !again.isEmpty(); pass++) {
            List<Integer> now = again;
            again = new ArrayList<>();
            pass(now, pass > 0);
        }
        List<Answer> all = new ArrayList<>(answers.length);
        for (Answer answer : answers) {
            all.add(Objects.requireNonNull(answer, "answer"));
        }
        return all;
    }

    private void pass(List<Integer> members, boolean texts) {
        List<Lane> lanes = new ArrayList<>();
        lanes(members).forEach((lane, its) -> lanes.add(new Lane(write(lane, its, texts), its)));
        for (Lane lane : lanes) {
            if (lane.connection() != null) {
                read(lane.connection(), lane.calls());
            }
        }
    }

    private Map<Integer, List<Integer>> lanes(List<Integer> members) {
        if (connections.singleLane()) {
            return Map.of(0, members);
        }
        Map<Integer, List<Integer>> lanes = new LinkedHashMap<>();
        for (int i : members) {
            List<String> keys = calls.get(i).keys();
            int lane = keys.isEmpty() ? 0 : connections.lane(keys.getFirst());
            lanes.computeIfAbsent(lane, _ -> new ArrayList<>()).add(i);
        }
        return lanes;
    }

    private @Nullable Connection write(int lane, List<Integer> members, boolean texts) {
        Connection connection = null;
        try {
            connection = borrowing.borrow(connections, lane);
            for (int i : members) {
                Call call = calls.get(i);
                connection.sendCommand(Wire.command(call, texts), Wire.arguments(call, texts));
            }
            return connection;
        } catch (RuntimeException e) {
            members.forEach(i -> fail(i, e));
            if (connection != null) {
                drop(connection);
            }
            return null;
        }
    }

    private void read(Connection connection, List<Integer> members) {
        boolean stale = false;
        for (int at = 0; at < members.size(); at++) {
            int i = members.get(at);
            try {
                answers[i] = new Answer(connection.getOne(), null);
            } catch (JedisDataException e) {
                stale |= refused(i, e);
            } catch (RuntimeException e) {
                members.subList(at, members.size()).forEach(each -> fail(each, e));
                drop(connection);
                return;
            }
        }
        if (stale) {
            drop(connection);
        } else {
            connection.close();
        }
    }

    /** Note an error reply; return true when the connection leads to a server that is no longer the right one. */
    private boolean refused(int i, JedisDataException error) {
        fail(i, error);
        switch (error) {
            case JedisNoScriptException _ -> again.add(i);
            case JedisMovedDataException _ -> {
                connections.relearn();
                again.add(i);
            }
            case JedisAskDataException ask -> answers[i] = ask(calls.get(i), ask);
            default -> {
                String text = String.valueOf(error.getMessage());
                return text.startsWith("READONLY") || text.startsWith("MASTERDOWN") || text.startsWith("NOAUTH");
            }
        }
        return false;
    }

    /** Ask the server that a slot is moving to, for this one call. */
    private Answer ask(Call call, JedisAskDataException ask) {
        Connection connection = null;
        try {
            connection = connections.borrow(ask.getTargetNode());
            connection.sendCommand(Wire.ASKING);
            connection.sendCommand(Wire.command(call, true), Wire.arguments(call, true));
            connection.getOne();
            Answer answer = new Answer(connection.getOne(), null);
            connection.close();
            return answer;
        } catch (RuntimeException e) {
            // A reply may be left unread: the next borrower would take it for its own.
            if (connection != null) {
                Connections.discard(connection);
            }
            return new Answer(null, failure(call, e));
        }
    }

    private void fail(int i, RuntimeException error) {
        answers[i] = new Answer(null, failure(calls.get(i), error));
    }

    private static RedisFailure failure(Call call, RuntimeException error) {
        Throwable told =
                error instanceof JedisConnectionException && error.getCause() != null ? error.getCause() : error;
        String text = told.getMessage() == null ? told.getClass().getSimpleName() : told.getMessage();
        return new RedisFailure("redis " + call.operation() + ": " + text, error);
    }

    private void drop(Connection connection) {
        Connections.discard(connection);
        connections.suspect();
    }
}
