package io.yizhan.server.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RevocationsTest {
    private final AtomicLong nanos = new AtomicLong();
    private final Revocations revocations = new Revocations(nanos::get);

    @Test
    void knowsOfADevice_whatWasHeardAfterAMoment() {
        long before = revocations.count();
        revocations.add(Worker.ALICE, Worker.PHONE);
        long after = revocations.count();

        assertThat(revocations.isRevoked(Worker.ALICE, Worker.PHONE, before)).isTrue();
        assertThat(revocations.isRevoked(Worker.ALICE, Worker.PHONE, after)).isFalse();
        assertThat(revocations.isRevoked(Worker.ALICE, Worker.TABLET, before)).isFalse();
    }

    @Test
    void knowsWhoWasKicked_onWhateverDevice() {
        long before = revocations.count();
        revocations.addKick(Worker.ALICE);

        assertThat(revocations.isKicked(Worker.ALICE, before)).isTrue();
        assertThat(revocations.isKicked(Worker.ALICE, revocations.count())).isFalse();
        assertThat(revocations.isRevoked(Worker.ALICE, Worker.PHONE, before)).isFalse();
    }

    @Test
    void outlastsTheLongestLogin_andNoMore() {
        long before = revocations.count();
        revocations.add(Worker.ALICE, Worker.PHONE);

        nanos.addAndGet(Duration.ofSeconds(61).toNanos());
        assertThat(revocations.isRevoked(Worker.ALICE, Worker.PHONE, before)).isTrue();

        nanos.addAndGet(Revocations.REMEMBERED.toNanos());
        assertThat(revocations.isRevoked(Worker.ALICE, Worker.PHONE, before)).isFalse();
    }
}
