// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.avvyland.worker.provider.TestingPurchasing.TestingClock;
import com.avvyland.worker.testing.TestingRedis;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.redisson.api.RedissonClient;

@Timeout(30)
class ProviderAccountsIT {

    @RegisterExtension
    static final TestingRedis REDIS = new TestingRedis();

    private static final TaskKey TASK = new TaskKey("default", "task-1");
    private static final long DOLLAR = 1_000_000;

    private static RedissonClient redisson;

    private final TestingClock clock = new TestingClock();

    @BeforeAll
    static void connect() {
        redisson = TestingPurchasing.connect(REDIS);
    }

    @AfterAll
    static void disconnect() {
        redisson.shutdown();
    }

    @BeforeEach
    void empty() {
        redisson.getKeys().flushdb();
    }

    @Test
    void sharesTheSlotsOfAnAccountBetweenReplicas() {
        ProviderAccounts one = accounts(account(Provider.PIAPI, 2));
        ProviderAccounts other = accounts(account(Provider.PIAPI, 2));
        Leave first = one.ask(Provider.PIAPI, TASK, 1);
        other.ask(Provider.PIAPI, TASK, 1);

        assertThat(refused(() -> one.ask(Provider.PIAPI, TASK, 1))).isEqualTo(Fault.CONCURRENCY_FULL);
        first.spent(1);
        assertThat(other.ask(Provider.PIAPI, TASK, 1)).isNotNull();
    }

    @Test
    void keepsASlotOfTencentForAWhileAfterItsJob() {
        ProviderAccounts accounts = accounts(account(Provider.TENCENT, 1));
        accounts.ask(Provider.TENCENT, TASK, 1).spent(1);

        assertThat(refused(() -> accounts.ask(Provider.TENCENT, TASK, 1))).isEqualTo(Fault.CONCURRENCY_FULL);
    }

    @Test
    void sharesTheRateOfAnAccountBetweenReplicas() {
        ProviderAccounts one = accounts(account(Provider.KIE, 100));
        ProviderAccounts other = accounts(account(Provider.KIE, 100));
        List<Fault> refused = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            try {
                (i % 2 == 0 ? one : other).ask(Provider.KIE, TASK, 1);
            } catch (ProviderException e) {
                refused.add(e.fault());
            }
        }

        assertThat(refused).hasSize(4).containsOnly(Fault.RATE_LIMITED);
    }

    @Test
    void givesTheSlotBackWhenTheBudgetRefuses() {
        ProviderAccounts accounts = accounts(account(Provider.FAL, 1));

        assertThat(refused(() -> accounts.ask(Provider.FAL, TASK, 6 * DOLLAR))).isEqualTo(Fault.OVER_BUDGET);
        assertThat(accounts.ask(Provider.FAL, TASK, DOLLAR)).isNotNull();
    }

    @Test
    void stopsATaskAtItsCeilingAndADayAtIts() {
        ProviderAccounts accounts = accounts(account(Provider.FAL, 100));
        accounts.ask(Provider.FAL, TASK, 4 * DOLLAR).spent(4 * DOLLAR);
        assertThat(refused(() -> accounts.ask(Provider.FAL, TASK, 2 * DOLLAR))).isEqualTo(Fault.OVER_BUDGET);

        accounts.ask(Provider.FAL, new TaskKey("default", "task-2"), 5 * DOLLAR).spent(5 * DOLLAR);
        assertThat(refused(() -> accounts.ask(Provider.FAL, new TaskKey("default", "task-3"), 2 * DOLLAR)))
                .isEqualTo(Fault.OVER_BUDGET);
    }

    @Test
    void countsWhatWasSpentAndWhatMayHaveBeen() {
        ProviderAccounts accounts = accounts(account(Provider.FAL, 100));
        accounts.ask(Provider.FAL, TASK, DOLLAR).spent(DOLLAR / 2);
        accounts.ask(Provider.FAL, TASK, DOLLAR).failed(Fault.OVERLOADED);
        accounts.ask(Provider.FAL, TASK, DOLLAR).failed(Fault.AMBIGUOUS_SUBMIT);
        accounts.ask(Provider.FAL, TASK, DOLLAR).kept();

        String day = "avvy:cost:" + LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        assertThat(redisson.getAtomicLong(day).get()).isEqualTo(DOLLAR / 2 + 2 * DOLLAR);
    }

    @Test
    void asksNobodyBehindAShutGateUntilItsTimeIsUp() throws InterruptedException {
        ProviderAccounts accounts = accounts(account(Provider.FAL, 1));
        accounts.shut(Provider.FAL, "fal/m", new ProviderException(Fault.AUTH, "status 401"));

        ProviderException refused =
                catchThrowableOfType(ProviderException.class, () -> accounts.ask(Provider.FAL, TASK, 1));
        assertThat(refused.fault()).isEqualTo(Fault.PASSED_OVER);
        assertThat(refused).hasMessageContaining("status 401");

        clock.await(Duration.ofHours(1));
        assertThat(accounts.ask(Provider.FAL, TASK, 1)).isNotNull();
    }

    @Test
    void shutsTheModelThatIsGoneAndNotTheAccount() {
        ProviderAccounts accounts = accounts(account(Provider.FAL, 1));
        accounts.shut(Provider.FAL, "fal/gone", new ProviderException(Fault.CONFIG, "status 404"));

        assertThat(refused(() -> accounts.checkGate("fal/gone"))).isEqualTo(Fault.PASSED_OVER);
        accounts.checkGate("fal/other");
        assertThat(accounts.ask(Provider.FAL, TASK, 1)).isNotNull();
    }

    private ProviderAccounts accounts(Account account) {
        Budget budget = new Budget(redisson, clock, 5 * DOLLAR, 10 * DOLLAR);
        return new ProviderAccounts(
                redisson, clock, budget, Duration.ofMillis(50), Map.of(account.provider(), account), Map.of());
    }

    private static Account account(Provider provider, int concurrency) {
        return Account.of(provider, true, concurrency);
    }

    private static Fault refused(Runnable ask) {
        return catchThrowableOfType(ProviderException.class, ask::run).fault();
    }
}
