// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A certificate authority made now with the JDK's keytool, that signs what servers present. */
public final class TestingAuthority {

    private static final char[] PASSWORD = "testing".toCharArray();

    private final Path directory;

    /** Make one with a name of its own. */
    public TestingAuthority() throws IOException, InterruptedException, GeneralSecurityException {
        directory = Files.createTempDirectory("testing-authority");
        keytool(
                "-genkeypair",
                "-alias",
                "ca",
                "-keyalg",
                "EC",
                "-dname",
                "CN=testing authority",
                "-ext",
                "bc:c=ca:true");
        KeyStore keys = load();
        Files.writeString(
                certificate(), pem("CERTIFICATE", keys.getCertificate("ca").getEncoded()));
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", keys.getCertificate("ca"));
        try (OutputStream out = Files.newOutputStream(trustStore())) {
            trusted.store(out, PASSWORD);
        }
    }

    /**
     * What a server needs, in PEM.
     *
     * @param certificate signed by the authority
     */
    public record Identity(Path certificate, Path key) {}

    /** Sign a new certificate for a name, {@code dns:a.test} or {@code ip:127.0.0.1}. */
    public Identity identity(String name) throws IOException, InterruptedException, GeneralSecurityException {
        String alias = name.replaceAll("\\W", "-");
        keytool("-genkeypair", "-alias", alias, "-keyalg", "EC", "-dname", "CN=testing server");
        Path request = directory.resolve(alias + ".csr");
        Identity identity = new Identity(directory.resolve(alias + ".pem"), directory.resolve(alias + ".key"));
        keytool("-certreq", "-alias", alias, "-file", request.toString());
        keytool(
                "-gencert",
                "-alias",
                "ca",
                "-infile",
                request.toString(),
                "-outfile",
                identity.certificate().toString(),
                "-rfc",
                "-ext",
                "san=" + name);
        Files.writeString(
                identity.key(),
                pem("PRIVATE KEY", load().getKey(alias, PASSWORD).getEncoded()));
        return identity;
    }

    /** Return the authority's own certificate in PEM. */
    public Path certificate() {
        return directory.resolve("ca.pem");
    }

    /** Return a PKCS #12 store that trusts this authority and nothing else; its password is {@link #password}. */
    public Path trustStore() {
        return directory.resolve("trust.p12");
    }

    public String password() {
        return String.valueOf(PASSWORD);
    }

    private static String pem(String kind, byte[] content) {
        String lines = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(content);
        return "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n";
    }

    private KeyStore load() throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(directory.resolve("keys.p12"))) {
            keys.load(in, PASSWORD);
        }
        return keys;
    }

    private void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of(
                "-keystore",
                directory.resolve("keys.p12").toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                password()));
        Process keytool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!keytool.waitFor(30, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new IOException("keytool: failed (expected: " + arguments[0] + ")");
        }
    }
}
