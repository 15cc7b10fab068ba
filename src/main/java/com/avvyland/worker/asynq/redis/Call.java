// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.redis;

import java.util.ArrayList;
import java.util.List;

/**
 * Holds one call: a script by name or a plain command, its keys, its other arguments.
 *
 * @param keys all in one hash slot; the first one routes the call
 * @param args {@code byte[]}, {@code String} (sent as UTF-8) or {@code Number}
 */
public record Call(Operation operation, List<String> keys, List<Object> args) {

    /** Names what runs. */
    public sealed interface Operation permits Script, Command {}

    /** A plain command; its keys go before its arguments. */
    public record Command(String name) implements Operation {
        @Override
        public String toString() {
            return name;
        }
    }

    public Call {
        keys = List.copyOf(keys);
    }

    /** Begin a script call. */
    public static Builder script(Script script) {
        return new Builder(script);
    }

    /** Begin a plain command. */
    public static Builder command(String name) {
        return new Builder(new Command(name));
    }

    /** Collects keys and arguments in order. Not safe for several threads. */
    public static final class Builder {
        private final Operation operation;
        private final List<String> keys = new ArrayList<>();
        private final List<Object> args = new ArrayList<>();

        private Builder(Operation operation) {
            this.operation = operation;
        }

        /** Add a key. */
        public Builder key(String key) {
            keys.add(key);
            return this;
        }

        /** Add a number. */
        public Builder arg(long value) {
            args.add(value);
            return this;
        }

        /** Add a text. */
        public Builder arg(String value) {
            args.add(value);
            return this;
        }

        /** Add bytes, which are shared and not copied. */
        public Builder arg(byte[] value) {
            args.add(value);
            return this;
        }

        /** Return the finished call. */
        public Call build() {
            return new Call(operation, keys, args);
        }
    }
}
