// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * Makes a fresh self-signed certificate with the JDK's keytool.
 *
 * @param server presents it
 * @param client trusts it and nothing else
 * @param trust the same, for clients that make their own context
 * @param keys PKCS #12 file that holds it, for servers in another process
 */
public record TestingTls(SSLContext server, SSLContext client, TrustManager[] trust, Path keys) {

    public static final String PASSWORD = "testing";

    /** Make one for a name, {@code dns:a.test} or {@code ip:127.0.0.1}. */
    public static TestingTls of(String name) throws IOException, InterruptedException, GeneralSecurityException {
        Path file = Files.createTempDirectory("testing-tls").resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=testing",
                        "-ext",
                        "san=" + name,
                        "-alias",
                        "testing",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!keytool.waitFor(30, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new IOException("keytool: failed (expected: a key pair)");
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD.toCharArray());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("testing", keys.getCertificate("testing"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext server = SSLContext.getInstance("TLS");
        server.init(own.getKeyManagers(), null, null);
        SSLContext client = SSLContext.getInstance("TLS");
        client.init(null, trust.getTrustManagers(), null);
        return new TestingTls(server, client, trust.getTrustManagers(), file);
    }
}
