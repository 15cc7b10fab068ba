// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.config.Secret;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CallbackCommandIT {

    private static final String SECRET = "canary secret";
    private static final String HEADER = "X-Model-Preview-Signature";

    @TempDir
    Path directory;

    private byte[] body;
    private Path file;

    @BeforeEach
    void write() throws IOException {
        var callback = new LinkedHashMap<String, Object>();
        callback.put("task_id", "t-1");
        callback.put("status", "completed");
        callback.put("previews", new Object[] {Map.of("bytes", new byte[] {1, 2, 3})});
        body = new CBORMapper().writeValueAsBytes(callback);
        file = Files.write(directory.resolve("callback.cbor"), body);
    }

    @Test
    void verifiesASignatureByEitherSecret() throws Exception {
        String signature = HexFormat.of().formatHex(hmac(SECRET.getBytes(UTF_8), body));

        assertThat(verify(Map.of("MODEL_PREVIEW_CALLBACK_SECRET", SECRET), "--signature", signature))
                .isEqualTo(new TestingCommand(0, "signature: verified\n", ""));
        assertThat(verify(
                                Map.of(
                                        "MODEL_PREVIEW_CALLBACK_SECRET",
                                        "new",
                                        "MODEL_PREVIEW_CALLBACK_SECRET_PREVIOUS",
                                        SECRET),
                                "--signature",
                                signature)
                        .status())
                .isZero();
        Path secret = Files.writeString(directory.resolve("secret"), SECRET + "\n");
        assertThat(verify(Map.of(), "--signature", signature, "--secret-file", secret.toString(), "--json")
                        .out())
                .isEqualTo("{\"verified\":true,\"verdict\":\"verified\"}\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "zz", "", "UPPER"})
    void refusesAnyOtherSignature(String claimed) throws Exception {
        String signature =
                claimed.equals("UPPER") ? HexFormat.of().formatHex(hmac("other".getBytes(UTF_8), body)) : claimed;

        assertThat(verify(Map.of("MODEL_PREVIEW_CALLBACK_SECRET", SECRET), "--signature=" + signature))
                .isEqualTo(new TestingCommand(1, "signature: wrong\n", ""));
    }

    /** Other versions and wrong signatures may stand beside the one that holds. */
    @ParameterizedTest
    @CsvSource({
        "0, verified, 0",
        "-290, verified, 0",
        "290, verified, 0",
        "-310, too old, 1",
        "310, too old, 1",
    })
    void verifiesStandardWebhooksWithinFiveMinutes(long offset, String verdict, int status) throws Exception {
        long timestamp = Clock.systemUTC().instant().getEpochSecond() + offset;
        String signature = webhook(SECRET.getBytes(UTF_8), "t-1", timestamp);

        TestingCommand ended = webhook(SECRET, "t-1", timestamp, "v1a,AAAA v1,AAAA " + signature);

        assertThat(ended).isEqualTo(new TestingCommand(status, "signature: " + verdict + "\n", ""));
        assertThat(webhook(SECRET, "t-2", timestamp, signature).out()).isEqualTo("signature: wrong\n");
        assertThat(webhook("other", "t-1", timestamp, signature).status()).isEqualTo(1);
    }

    /** Of the specification's reference libraries: secret, id, timestamp, payload and signature, all as published. */
    @Test
    void agreesWithThePublishedVectorOfStandardWebhooks() {
        var webhook = new WebhookSignature(
                "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");

        assertThat(webhook.holds(
                        new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), "{\"test\": 2432232314}".getBytes(UTF_8)))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--body FILE                                     | Error: Missing required argument",
                "--signature 00 --webhook-id i --body FILE       | Error:",
                "--webhook-id i --body FILE                      | Error: Missing required argument",
                "--signature 00                                  | Missing required option: '--body",
            })
    void endsWithTwoForAWrongCommandLine(String args, String message) {
        TestingCommand ended = TestingCommand.run(
                Map.of("MODEL_PREVIEW_CALLBACK_SECRET", SECRET),
                ("callback verify " + args.replace("FILE", file.toString())).split(" "));

        assertThat(ended.err()).startsWith("avvy-worker: " + message);
        assertThat(ended.status()).isEqualTo(2);
    }

    @Test
    void endsWithTwoWithoutASecret() {
        assertThat(verify(Map.of(), "--signature", "00"))
                .isEqualTo(
                        new TestingCommand(
                                2,
                                "",
                                "avvy-worker: MODEL_PREVIEW_CALLBACK_SECRET: absent (expected: the signing secret, or --secret-file)\n"));
        assertThat(TestingCommand.run(Map.of(), "callback", "listen", "--secret-file", "/nowhere")
                        .status())
                .isEqualTo(2);
    }

    @Test
    void receivesVerifiesShowsAndSaves() throws Exception {
        String signature = HexFormat.of().formatHex(hmac(SECRET.getBytes(UTF_8), body));
        var listening =
                new Listening("--count", "2", "--out", directory.resolve("in").toString());

        assertThat(listening.post("/any?x=1", body, Map.of(HEADER, signature, "X-Odd", "a\u00a0b")))
                .isEqualTo(204);
        assertThat(listening.get()).isEqualTo(405);
        assertThat(listening.post("/any", body, Map.of(HEADER, "00"))).isEqualTo(204);
        TestingCommand ended = listening.ended();

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.out())
                .contains(
                        "#1 POST /any?x=1, " + body.length + " bytes",
                        "signature: {" + HEADER + "=verified}",
                        "signature: {" + HEADER + "=wrong}",
                        "\"task_id\" : \"t-1\"",
                        "\"bytes\" : 3")
                .doesNotContain("canary");
        assertThat(directory.resolve("in/1.cbor")).hasBinaryContent(body);
        assertThat(Files.readString(directory.resolve("in/2.headers"))).containsIgnoringCase(HEADER + ": 00\n");
    }

    @Test
    void endsWithZeroWhenAllCallbacksHeldAndAnswersAsTold() throws Exception {
        long now = Clock.systemUTC().instant().getEpochSecond();
        var listening = new Listening("--count", "1", "--status", "503", "--json");

        int status = listening.post(
                "/c",
                body,
                Map.of(
                        "webhook-id",
                        "t-1",
                        "webhook-timestamp",
                        String.valueOf(now),
                        "webhook-signature",
                        webhook(SECRET.getBytes(UTF_8), "t-1", now)));
        TestingCommand ended = listening.ended();

        assertThat(status).isEqualTo(503);
        assertThat(ended.status()).isZero();
        assertThat(ended.json().fieldNames())
                .toIterable()
                .containsExactly("number", "path", "headers", "verified", "signatures", "bytes", "callback");
        assertThat(ended.json().at("/signatures/webhook-signature").asText()).isEqualTo("verified");
        assertThat(ended.json().at("/callback/previews/0/bytes/bytes").asInt()).isEqualTo(3);
    }

    private static byte[] hmac(byte[] key, byte[] message) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(message);
    }

    private String webhook(byte[] key, String id, long timestamp) throws Exception {
        byte[] head = (id + "." + timestamp + ".").getBytes(UTF_8);
        byte[] message = new byte[head.length + body.length];
        System.arraycopy(head, 0, message, 0, head.length);
        System.arraycopy(body, 0, message, head.length, body.length);
        return "v1," + Base64.getEncoder().encodeToString(hmac(key, message));
    }

    private TestingCommand webhook(String secret, String id, long timestamp, String signature) {
        return verify(
                Map.of("MODEL_PREVIEW_CALLBACK_SECRET", secret),
                "--webhook-id=" + id,
                "--webhook-timestamp=" + timestamp,
                "--webhook-signature=" + signature);
    }

    private TestingCommand verify(Map<String, String> environment, String... options) {
        String[] args = new String[options.length + 4];
        args[0] = "callback";
        args[1] = "verify";
        System.arraycopy(options, 0, args, 2, options.length);
        args[args.length - 2] = "--body";
        args[args.length - 1] = file.toString();
        return TestingCommand.run(environment, args);
    }

    /** Runs {@code callback listen} on a thread of its own, as a person does in a second terminal. */
    private static final class Listening {

        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        private final StringWriter out = new StringWriter();
        private final CompletableFuture<Integer> ended;
        private final String url;

        Listening(String... options) throws InterruptedException {
            var environment = new HashMap<>(Map.of("MODEL_PREVIEW_CALLBACK_SECRET", SECRET));
            String[] args = new String[options.length + 2];
            args[0] = "callback";
            args[1] = "listen";
            System.arraycopy(options, 0, args, 2, options.length);
            var err = new PrintWriter(Writer.nullWriter(), true) {
                @Override
                public void println(@Nullable String line) {
                    lines.add(String.valueOf(line));
                }
            };
            CommandLine command = AvvyWorker.commandLine(environment)
                    .setOut(new PrintWriter(out))
                    .setErr(err);
            ended = CompletableFuture.supplyAsync(() -> command.execute(args), Thread.ofVirtual()::start);
            String line = String.valueOf(lines.poll(20, TimeUnit.SECONDS));
            assertThat(line).startsWith("listening at http://127.0.0.1:");
            url = line.substring("listening at ".length()).replace("/callback", "");
        }

        int post(String path, byte[] body, Map<String, String> headers) throws IOException {
            var connection = (HttpURLConnection) URI.create(url + path).toURL().openConnection();
            connection.setDoOutput(true);
            headers.forEach(connection::setRequestProperty);
            connection.getOutputStream().write(body);
            return connection.getResponseCode();
        }

        int get() throws IOException {
            return ((HttpURLConnection) URI.create(url + "/any").toURL().openConnection()).getResponseCode();
        }

        TestingCommand ended() throws Exception {
            return new TestingCommand(ended.get(20, TimeUnit.SECONDS), out.toString(), "");
        }
    }
}
