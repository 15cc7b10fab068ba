// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.egress;

import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/** Gives tests of other packages a way out that trusts a test's certificate. */
public final class TestingEgress {

    private TestingEgress() {}

    public static EgressGet get(EgressPolicy policy, Duration limit, SSLContext trust) {
        return new EgressGet(policy, limit, SystemDefaultDnsResolver.INSTANCE, trust);
    }

    /** Return one for which a name has an address. */
    public static EgressGet resolving(EgressPolicy policy, String host, String address) {
        return new EgressGet(policy, Duration.ofSeconds(5), new TestingDns().answer(host, address), null);
    }
}
