// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import redis.clients.jedis.commands.ProtocolCommand;

/** Writes calls the way Jedis takes them: a command and byte arrays. */
final class Wire {

    static final ProtocolCommand ASKING = command("ASKING");
    static final ProtocolCommand BLMOVE = command("BLMOVE");
    private static final ProtocolCommand EVALSHA = command("EVALSHA");
    private static final ProtocolCommand EVAL = command("EVAL");

    private Wire() {}

    private record Named(byte[] raw) implements ProtocolCommand {
        @Override
        public byte[] getRaw() {
            return raw;
        }
    }

    private static ProtocolCommand command(String name) {
        return new Named(name.getBytes(ISO_8859_1));
    }

    /** @param text true to send a script's text, false to name it by its digest */
    static ProtocolCommand command(Call call, boolean text) {
        return switch (call.operation()) {
            case Call.Command(String name) -> command(name);
            case Script _ -> text ? EVAL : EVALSHA;
        };
    }

    static byte[][] arguments(Call call, boolean text) {
        List<String> keys = call.keys();
        List<Object> args = call.args();
        int at = 0;
        byte[][] all;
        if (call.operation() instanceof Script script) {
            all = new byte[2 + keys.size() + args.size()][];
            all[at++] = bytes(text ? script.text() : script.sha1());
            all[at++] = bytes(Integer.toString(keys.size()));
        } else {
            all = new byte[keys.size() + args.size()][];
        }
        for (String key : keys) {
            all[at++] = bytes(key);
        }
        for (Object arg : args) {
            all[at++] = arg instanceof byte[] raw ? raw : bytes(arg.toString());
        }
        return all;
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
