// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Talks RESP2 over a plain socket: the oracle that shares no code with the client under test. One thread. */
public final class TestingResp implements AutoCloseable {

    private final Socket socket;
    private final InputStream in;

    public TestingResp(int port) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(30_000);
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Send a command of texts and bytes; the reply is bytes, Long, List or null, an error throws. */
    public @Nullable Object raw(Object... command) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(("*" + command.length + "\r\n").getBytes(UTF_8));
            for (Object part : command) {
                byte[] bytes = part instanceof byte[] b ? b : part.toString().getBytes(UTF_8);
                out.writeBytes(("$" + bytes.length + "\r\n").getBytes(UTF_8));
                out.writeBytes(bytes);
                out.writeBytes("\r\n".getBytes(UTF_8));
            }
            socket.getOutputStream().write(out.toByteArray());
            return read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Wait for what Redis sends unasked, such as a message of a channel. */
    public @Nullable Object next() {
        try {
            return read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Return the reply as text, null for nil. */
    public @Nullable String text(Object... command) {
        Object reply = raw(command);
        return reply instanceof byte[] bytes ? new String(bytes, UTF_8) : reply == null ? null : reply.toString();
    }

    public byte @Nullable [] bytes(Object... command) {
        return (byte[]) raw(command);
    }

    public long number(Object... command) {
        return Long.parseLong(String.valueOf(text(command)));
    }

    /** Return the reply's elements as texts. */
    public List<String> texts(Object... command) {
        List<String> texts = new ArrayList<>();
        if (raw(command) instanceof List<?> list) {
            list.forEach(each -> texts.add(each instanceof byte[] b ? new String(b, UTF_8) : String.valueOf(each)));
        }
        return texts;
    }

    /** Return a reply of any depth as one text. */
    public String shown(Object... command) {
        return shown(raw(command));
    }

    private static String shown(@Nullable Object reply) {
        return switch (reply) {
            case byte[] bytes -> new String(bytes, UTF_8);
            case List<?> list -> list.stream().map(TestingResp::shown).toList().toString();
            case null, default -> String.valueOf(reply);
        };
    }

    /** Return a reply of names and values as a map. */
    public Map<String, String> map(Object... command) {
        List<String> texts = texts(command);
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < texts.size(); i += 2) {
            map.put(texts.get(i), texts.get(i + 1));
        }
        return map;
    }

    private @Nullable Object read() throws IOException {
        String line = line();
        String rest = line.substring(1);
        switch (line.charAt(0)) {
            case '+' -> {
                return rest.getBytes(UTF_8);
            }
            case '-' -> throw new IllegalStateException(rest);
            case ':' -> {
                return Long.valueOf(rest);
            }
            case '$' -> {
                int length = Integer.parseInt(rest);
                if (length < 0) {
                    return null;
                }
                byte[] bytes = in.readNBytes(length);
                in.skipNBytes(2);
                return bytes;
            }
            default -> {
                int size = Integer.parseInt(rest);
                List<@Nullable Object> list = new ArrayList<>();
                for (int i = 0; i < size; i++) {
                    list.add(read());
                }
                return list;
            }
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int c;
        while ((c = in.read()) != '\r') {
            if (c < 0) {
                throw new EOFException();
            }
            line.write(c);
        }
        in.skipNBytes(1);
        return line.toString(UTF_8);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
