package io.yizhan.server.state.redis;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import io.yizhan.access.RedisSessionBook;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.UserId;
import io.yizhan.server.session.SessionAddress;
import io.yizhan.server.state.Hold;
import io.yizhan.server.state.HolderLiveness;
import io.yizhan.server.state.Living;
import io.yizhan.server.state.Registration;
import io.yizhan.server.state.SessionClaim;
import io.yizhan.server.state.SessionRegistry;
import io.yizhan.settings.LoginPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * The registry in Redis. {@code im:sessions:{user}} holds a user's entries with their leases by Redis's clock;
 * {@code im:fences:{user}} the last epoch, and below which epoch sessions are displaced and by which device, for a week
 * after the last login; {@code im:seen:{user}} when a session ended last. {@link HeldUsers} finds the entries of a
 * worker that is gone.
 */
public final class RedisSessionRegistry implements SessionRegistry {
    private static final Duration FENCES_KEPT = Duration.ofDays(7);
    private static final LuaScript REGISTER = LuaScript.load("register");
    private static final LuaScript HOLD = LuaScript.load("hold");
    private static final LuaScript UNREGISTER = LuaScript.load("unregister");
    private static final LuaScript FIND = LuaScript.load("find");

    static final String SEEN_KEPT_MS = Long.toString(RedisSessionBook.SEEN_KEPT.toMillis());

    /** Stands for a time that is not known here. */
    private static final String AS_BEFORE = "-1";

    private final RedisCalls calls;
    private final HolderLiveness liveness;
    private final Duration lease;
    private final HeldUsers held;

    public RedisSessionRegistry(RedisCalls calls, HolderLiveness liveness, Duration lease) {
        this.calls = calls;
        this.liveness = liveness;
        this.lease = lease;
        this.held = new HeldUsers(calls, lease);
    }

    @Override
    public Duration lease() {
        return lease;
    }

    @Override
    public CompletionStage<Registration> register(SessionClaim claim, LoginPolicy policy) {
        Living living = liveness.living();
        ScriptCall script = REGISTER.call(
                List.of(sessions(claim.user()), fences(claim.user())),
                List.of(
                        claim.device().value(),
                        Integer.toString(claim.platform()),
                        claim.holder().node().toString(),
                        Long.toString(claim.holder().epoch()),
                        claim.session().value(),
                        Long.toString(lease.toMillis()),
                        Long.toString(FENCES_KEPT.toMillis()),
                        policy.devices().name(),
                        Integer.toString(policy.limit()),
                        policy.collision().name(),
                        Long.toString(living.newest()),
                        living.epochs().stream().map(epoch -> " " + epoch + " ").collect(Collectors.joining())));
        return calls.run("Entering a session", List.of(held.note(claim.holder(), List.of(claim.user())), script))
                .thenApply(answers -> registration(claim, (List<?>) answers.get(1)));
    }

    private static Registration registration(SessionClaim claim, List<?> answer) {
        if (answer.isEmpty()) {
            return new Registration.Refused();
        }
        SessionAddress own = new SessionAddress(
                claim.user(), claim.device(), claim.platform(), claim.holder(), claim.session(), Long.parseLong((String)
                        answer.get(0)));
        return new Registration.Entered(own, SessionEntry.parseAll(claim.user(), answer, 1));
    }

    @Override
    public CompletionStage<Hold> move(SessionAddress from, Incarnation holder) {
        SessionAddress to = from.heldBy(holder);
        List<ScriptCall> scripts = List.of(held.note(holder, List.of(from.user())), hold(from, to, AS_BEFORE));
        return calls.run("Moving a session", scripts)
                .thenApply(answers ->
                        displacer(answers.get(1)).<Hold>map(Hold.Displaced::new).orElseGet(() -> new Hold.Kept(to)));
    }

    @Override
    public CompletionStage<Map<SessionAddress, DeviceId>> refresh(Map<SessionAddress, Duration> idle) {
        List<SessionAddress> asked = new ArrayList<>();
        List<ScriptCall> scripts = new ArrayList<>();
        idle.forEach((session, time) -> {
            asked.add(session);
            scripts.add(hold(session, session, Long.toString(time.toMillis())));
        });
        Map<Incarnation, Set<UserId>> users =
                asked.stream().collect(groupingBy(SessionAddress::holder, mapping(SessionAddress::user, toSet())));
        users.forEach((holder, there) -> scripts.add(held.note(holder, there)));
        return calls.run("Renewing leases", scripts).thenApply(answers -> {
            Map<SessionAddress, DeviceId> displaced = new HashMap<>();
            for (int i = 0; i < asked.size(); i++) {
                SessionAddress session = asked.get(i);
                displacer(answers.get(i)).ifPresent(by -> displaced.put(session, by));
            }
            return displaced;
        });
    }

    private ScriptCall hold(SessionAddress now, SessionAddress then, String idle) {
        return HOLD.call(
                List.of(sessions(now.user()), fences(now.user())),
                List.of(
                        now.device().value(),
                        Integer.toString(now.platform()),
                        Long.toString(now.epoch()),
                        SessionEntry.identity(now),
                        SessionEntry.identity(then),
                        Long.toString(lease.toMillis()),
                        Long.toString(FENCES_KEPT.toMillis()),
                        idle));
    }

    /** What the script says of a session: nobody, or the device that took its place. */
    private static Optional<DeviceId> displacer(Object answer) {
        String device = (String) answer;
        return device.isEmpty() ? Optional.empty() : Optional.of(new DeviceId(device));
    }

    @Override
    public CompletionStage<Boolean> unregister(SessionAddress session) {
        ScriptCall script = UNREGISTER.call(
                List.of(sessions(session.user()), seen(session.user())),
                List.of(session.device().value(), SessionEntry.identity(session), SEEN_KEPT_MS));
        return calls.run("Taking a session out", List.of(script)).thenApply(answers -> (Long) answers.get(0) == 1);
    }

    @Override
    public CompletionStage<Map<UserId, List<SessionAddress>>> find(Collection<UserId> users) {
        List<UserId> asked = users.stream().distinct().toList();
        return calls.run(
                        "Finding sessions",
                        asked.stream()
                                .map(user -> FIND.call(List.of(sessions(user)), List.of()))
                                .toList())
                .thenApply(answers -> {
                    Map<UserId, List<SessionAddress>> found = new LinkedHashMap<>();
                    for (int i = 0; i < asked.size(); i++) {
                        found.put(asked.get(i), live(asked.get(i), (List<?>) answers.get(i)));
                    }
                    return found;
                });
    }

    private List<SessionAddress> live(UserId user, List<?> answer) {
        return SessionEntry.parseAll(user, answer, 0).stream()
                .filter(session -> liveness.mayLive(session.holder()))
                .toList();
    }

    @Override
    public CompletionStage<Set<Incarnation>> holders(Incarnation self) {
        return held.holders(self);
    }

    @Override
    public CompletionStage<Integer> sweep(Incarnation ended) {
        return held.sweep(ended);
    }

    static String sessions(UserId user) {
        return RedisSessionBook.sessions(user);
    }

    static String seen(UserId user) {
        return RedisSessionBook.seen(user);
    }

    private static String fences(UserId user) {
        return "im:fences:{" + user + "}";
    }
}
