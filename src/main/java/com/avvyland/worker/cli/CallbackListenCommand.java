// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.avvyland.worker.config.Secret;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.CborDump;
import com.avvyland.worker.task.TaskFailure;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Receives callbacks on loopback, verifies them and shows them, until it is ended. */
@Command(
        name = "listen",
        description = {
            "Receive callbacks on loopback, verify and show them; Ctrl-C ends it.",
            "The worker needs MODEL_PREVIEW_CALLBACK_ALLOW_HTTP=true and ..._ALLOW_PRIVATE=true to reach it."
        },
        exitCodeList = {
            "0:--count callbacks came, and the signature of each held",
            "1:one did not hold, or the port is taken",
            "2:the command line is wrong, or there is no secret",
            "130:interrupted"
        },
        footer = {
            "  avvy-worker callback listen --port 9000",
            "  avvy-worker callback listen --port 9000 --status 503     # see how the worker tries again",
            "  avvy-worker callback listen --secret-file secret.txt --count 1 --out received"
        })
final class CallbackListenCommand extends ReadCommand {

    private final Map<String, String> environment;

    @Option(names = "--port", paramLabel = "N", defaultValue = "0", description = "Default: any that is free.")
    private int port;

    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            description = "File of the secret; default: MODEL_PREVIEW_CALLBACK_SECRET and ..._PREVIOUS.")
    private @Nullable Path secretFile;

    @Option(
            names = "--status",
            paramLabel = "N",
            defaultValue = "204",
            description = "Answer (default: ${DEFAULT-VALUE}).")
    private int status = 204;

    @Option(names = "--count", paramLabel = "N", description = "End after so many callbacks.")
    private int count = Integer.MAX_VALUE;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FOLDER",
            description = "Save each body as N.cbor, its headers as N.headers.")
    private @Nullable Path folder;

    CallbackListenCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        if (status < 200 || status > 599 || port < 0 || port > 65_535 || count < 1) {
            throw misuse("--status, --port, --count: %d, %d, %d (expected: 200..599, 0..65535, from 1)"
                    .formatted(status, port, count));
        }
        List<Secret> secrets = SecretFile.secrets(secretFile, environment);
        if (folder != null) {
            Files.createDirectories(folder);
        }
        boolean all = true;
        try (CallbackListener listener = listener()) {
            err().println("listening at " + listener.url());
            err().flush();
            for (int number = 1; number <= count; number++) {
                all &= received(number, listener.take(), secrets);
            }
        }
        return all ? 0 : 1;
    }

    private CallbackListener listener() throws IOException {
        try {
            return new CallbackListener(port, status);
        } catch (BindException taken) {
            throw new CommandFailure("--port: %d is taken (expected: a free one)".formatted(port));
        }
    }

    private boolean received(int number, CallbackListener.Request request, List<Secret> secrets) throws IOException {
        var signatures = CallbackSignatures.of(
                request.headers()::getFirst,
                request.body(),
                secrets,
                Clock.systemUTC().instant());
        ObjectNode document = document(number, request, signatures);
        if (folder != null) {
            Files.write(folder.resolve(number + ".cbor"), request.body());
            Files.writeString(folder.resolve(number + ".headers"), headers(request));
        }
        if (json()) {
            print(document);
        } else {
            show(number, request, signatures, document);
        }
        out().flush();
        return signatures.verified();
    }

    private static ObjectNode document(int number, CallbackListener.Request request, CallbackSignatures signatures) {
        ObjectNode document = object().put("number", number).put("path", request.path());
        ObjectNode headers = document.putObject("headers");
        request.headers()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
        document.put("verified", signatures.verified());
        ObjectNode verdicts = document.putObject("signatures");
        signatures.verdicts().forEach(verdicts::put);
        document.put("bytes", request.body().length);
        try {
            document.set("callback", JSON.readTree(CborDump.json(Bytes.of(request.body()))));
        } catch (TaskFailure | UncheckedIOException | JsonProcessingException unreadable) {
            document.putNull("callback");
        }
        return document;
    }

    private void show(int number, CallbackListener.Request request, CallbackSignatures signatures, ObjectNode document)
            throws JsonProcessingException {
        out().println("#%d POST %s, %d bytes".formatted(number, Plain.line(request.path()), request.body().length));
        out().print(headers(request));
        out().println(signatures.verdicts().isEmpty() ? "signature: none" : "signature: " + signatures.verdicts());
        out().println(
                        document.path("callback").isNull()
                                ? "body: not a CBOR map"
                                : JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document.path("callback")));
        out().println();
    }

    private static String headers(CallbackListener.Request request) {
        var lines = new StringBuilder();
        request.headers()
                .forEach((name, values) -> values.forEach(value -> lines.append(Plain.line(name))
                        .append(": ")
                        .append(Plain.line(value))
                        .append('\n')));
        return lines.toString();
    }
}
