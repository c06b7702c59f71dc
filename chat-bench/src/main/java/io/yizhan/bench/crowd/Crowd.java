package io.yizhan.bench.crowd;

import io.yizhan.bench.result.WaveResult;
import io.yizhan.client.gate.GateLogin;
import io.yizhan.identity.UserId;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Users who log in and stay. Blocks where it says so; belongs to one thread. */
public final class Crowd implements AutoCloseable {
    private static final int NAME_BYTES = 4;

    private final Tickets tickets;
    private final int atOnce;
    private final IntFunction<Conduct> conduct;
    private final String name;
    private final Dialler dialler;
    private final List<Member> members = new ArrayList<>();
    private final AtomicInteger online = new AtomicInteger();

    /**
     * Nobody yet.
     *
     * @param atOnce how many log in at the same time
     * @param threads for all connections
     */
    public Crowd(Tickets tickets, int atOnce, int threads) {
        this(tickets, atOnce, threads, number -> Conduct.QUIET);
    }

    /** @param conduct of each member, by its number */
    public Crowd(Tickets tickets, int atOnce, int threads, IntFunction<Conduct> conduct) {
        this.tickets = tickets;
        this.conduct = conduct;
        this.atOnce = atOnce;
        byte[] random = new byte[NAME_BYTES];
        new SecureRandom().nextBytes(random);
        this.name = "crowd-" + HexFormat.of().formatHex(random) + "-";
        this.dialler = new Dialler(threads);
    }

    /** Who the member with this number is, from 0, or will be. */
    public UserId user(int number) {
        return new UserId(name + number);
    }

    /** How many are logged in now. */
    public int online() {
        return online.get();
    }

    /** Logs more users in, until there are so many. Blocks. A login's time counts from when it was begun. */
    public WaveResult growTo(int size) throws InterruptedException {
        int from = members.size();
        for (int i = from; i < size; i++) {
            members.add(new Member());
        }
        Wave wave = new Wave(size - from);
        return logIn(wave, from, number -> tickets.first(user(number)), false);
    }

    /** Cuts all connections, and logs all in again, each through the gate. Blocks. All times count from the cut. */
    public WaveResult cutAndReturn() throws InterruptedException {
        Wave wave = new Wave(members.size());
        members.forEach(Member::cut);
        return logIn(wave, 0, this::again, true);
    }

    private CompletableFuture<GateLogin> again(int number) {
        GateLogin ticket = members.get(number).ticket();
        return ticket == null
                ? CompletableFuture.failedFuture(new IllegalStateException("was never logged in"))
                : tickets.again(ticket);
    }

    private WaveResult logIn(
            Wave wave, int from, Function<Integer, CompletableFuture<GateLogin>> ticket, boolean sinceWave)
            throws InterruptedException {
        Semaphore free = new Semaphore(atOnce);
        for (int number = from; number < members.size(); number++) {
            free.acquire();
            int which = number;
            long since = sinceWave ? wave.begunNanos() : System.nanoTime();
            CrowdListener login = wave.login(since, free::release);
            var unused = ticket.apply(which).whenComplete((got, failure) -> {
                if (failure != null) {
                    login.ended(reason(failure));
                } else {
                    dial(which, got, login);
                }
            });
        }
        return wave.await();
    }

    private void dial(int number, GateLogin ticket, CrowdListener login) {
        Member member = members.get(number);
        member.holds(ticket);
        CrowdListener counting = new CrowdListener() {
            private boolean in;

            @Override
            public void loggedIn() {
                in = true;
                online.incrementAndGet();
                login.loggedIn();
            }

            @Override
            public void ended(String why) {
                if (in) {
                    in = false;
                    online.decrementAndGet();
                }
                login.ended(why);
            }
        };
        member.isOn(dialler.dial(number, ticket, counting, conduct.apply(number)));
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return String.valueOf(cause.getMessage());
    }

    /** Leaves them as they are for a while. Blocks. */
    public void idle(long seconds) throws InterruptedException {
        TimeUnit.SECONDS.sleep(seconds);
    }

    @Override
    public void close() {
        members.forEach(Member::cut);
        dialler.close();
    }
}
