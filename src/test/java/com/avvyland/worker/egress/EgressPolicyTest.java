// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.avvyland.worker.task.FailureCode;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EgressPolicyTest {

    private static final EgressPolicy STRICT = new EgressPolicy(List.of(), false, false);
    private static final EgressPolicy INSIDE = new EgressPolicy(List.of(), true, true);

    @ParameterizedTest
    @CsvSource({
        "https://state.example.com/cb, https://state.example.com/cb",
        "HTTPS://State.Example.COM/Cb?A=b, https://state.example.com/Cb?A=b",
        "https://state.example.com, https://state.example.com",
        "https://state.example.com:8443/, https://state.example.com:8443/",
        "https://state.example.com:443/cb, https://state.example.com:443/cb",
        "https://bücher.example/ü, https://xn--bcher-kva.example/%C3%BC",
        "https://a.example/p%2Fq?x=%7B%7Benv%7D%7D&y=a+b, https://a.example/p%2Fq?x=%7B%7Benv%7D%7D&y=a+b",
        "https://8.8.8.8/cb, https://8.8.8.8/cb",
        "https://[2600::1]/cb, https://[2600::1]/cb",
        "https://a.example?x=1, https://a.example?x=1"
    })
    void acceptsAReceiverOnTheInternetInOneForm(String url, String normalised) {
        assertThat(STRICT.vet("callback_url", url)).hasToString(normalised);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://state-server/cb", "http://state-server.prod.svc:3000/cb", "http://127.0.0.1:9/cb",
                "http://10.1.2.3:8000/cb", "https://[fd12::1]:1/cb", "http://localhost:1/"
            })
    void acceptsAReceiverInsideWhereThatIsAllowed(String url) {
        assertThat(INSIDE.vet("callback_url", url)).hasToString(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/", "http://100.100.100.200/", "http://[fd00:ec2::254]/", "http://0.0.0.0/",
                "http://255.255.255.255/", "http://u@10.0.0.1/", "http://2130706433/", "http://[2002:7f00:1::]/"
            })
    void refusesWhatIsNoReceiverEvenThere(String url) {
        assertRefused(INSIDE, url);
    }

    @Test
    void callsOnlyNamedHostsWhereSomeAreNamed() {
        EgressPolicy policy = new EgressPolicy(List.of("State.example.com", "*.cb.example"), false, false);

        assertThat(policy.vet("u", "https://state.example.com:9999/")).hasPort(9999);
        assertThat(policy.vet("u", "https://a.b.cb.example/")).hasHost("a.b.cb.example");
        for (String url : List.of(
                "https://cb.example/",
                "https://evilcb.example/",
                "https://state.example.com.evil.example/",
                "https://xstate.example.com/",
                "https://8.8.8.8/")) {
            assertRefused(policy, url);
        }
    }

    @Test
    void doesNotDialAPrivateAddressOfANamedHost() {
        EgressPolicy policy = new EgressPolicy(List.of("state.example.com"), false, false);
        assertThat(policy.mayDial("state.example.com", address("8.8.8.8"))).isTrue();
        assertThat(policy.mayDial("state.example.com", address("10.0.0.1"))).isFalse();
        assertThat(policy.mayDial("other.example.com", address("8.8.8.8"))).isFalse();
    }

    @Test
    void dialsABlockThatIsNamed() {
        EgressPolicy policy = new EgressPolicy(List.of("10.1.0.0/16", "192.168.7.7"), true, false);

        assertThat(policy.vet("u", "http://10.1.2.3:3000/")).hasPort(3000);
        assertThat(policy.vet("u", "http://192.168.7.7:3000/")).hasPort(3000);
        assertRefused(policy, "http://10.2.0.1:80/");
        assertRefused(policy, "http://8.8.8.8/");
        assertThat(policy.vet("u", "http://receiver.example/")).hasHost("receiver.example");
        assertThat(policy.mayDial("receiver.example", address("10.1.0.1"))).isTrue();
        assertThat(policy.mayDial("receiver.example", address("10.2.0.1"))).isFalse();
        assertThat(policy.mayDial("receiver.example", address("8.8.8.8"))).isFalse();
    }

    @Test
    void saysWhyWithoutQuotingWhatCouldBeASecret() {
        assertThatExceptionOfType(RefusedUrlException.class)
                .isThrownBy(() -> STRICT.vet("callback_url", "https://user:hunter2@a.example/?token=abc"))
                .withMessage("callback_url: not a plain URL (expected: https://host/path, no user, no fragment)")
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(FailureCode.INVALID_PAYLOAD));
        assertThatExceptionOfType(RefusedUrlException.class)
                .isThrownBy(() -> STRICT.vet("callback_url", "http://a.example/"))
                .withMessage("callback_url: http (expected: https)");
        assertThatExceptionOfType(RefusedUrlException.class)
                .isThrownBy(() -> STRICT.vet("callback_url", "https://a.example:22/"))
                .withMessage("callback_url: port 22 (expected: one of [443, 8443])");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "a b", "*", "*.", "http://a.example", "10.0.0.0/x", "a.example/24"})
    void refusesAListItDoesNotUnderstand(String entry) {
        assertThatIllegalArgumentException().isThrownBy(() -> new EgressPolicy(List.of(entry), false, false));
    }

    private static void assertRefused(EgressPolicy policy, String url) {
        assertThatExceptionOfType(RefusedUrlException.class).isThrownBy(() -> policy.vet("callback_url", url));
    }

    private static InetAddress address(String literal) {
        return InetAddress.ofLiteral(literal);
    }
}
