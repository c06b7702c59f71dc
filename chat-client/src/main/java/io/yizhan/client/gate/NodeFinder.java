package io.yizhan.client.gate;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the next worker: by the token while it is good, by the password when it is not, and among the workers last
 * heard of when no gate answers. Belongs to the event loop that {@code loop} runs on; futures complete there.
 */
public final class NodeFinder {
    private static final int REMEMBERED_NODES = 8;

    private final GateClient gate;
    private final Account account;
    private final Executor loop;
    private final Deque<GateNode> known = new ArrayDeque<>();
    private @Nullable String token;

    public NodeFinder(GateClient gate, Account account, Executor loop) {
        this.gate = gate;
        this.account = account;
        this.loop = loop;
        this.token = account.token().orElse(null);
    }

    /** The token in use, when there is one. */
    public Optional<String> token() {
        return Optional.ofNullable(token);
    }

    /** A worker refused the token, or the user threw it away. */
    public void forgetToken() {
        token = null;
    }

    /**
     * A worker to connect to.
     *
     * @param exclude nodes that just failed; avoided while there are others
     * @return fails with {@link GateException}
     */
    public CompletableFuture<Ticket> find(Set<Long> exclude) {
        String current = token;
        return current == null ? login(exclude) : another(current, exclude, false);
    }

    private CompletableFuture<Ticket> login(Set<Long> exclude) {
        Optional<String> password = account.password();
        if (password.isEmpty()) {
            return CompletableFuture.failedFuture(new GateException(
                    "BAD_TOKEN", 401, "The token is no longer good, and there is no password", Duration.ZERO));
        }
        return gate.login(account.user(), password.get(), account.device(), account.platform())
                .thenComposeAsync(
                        login -> {
                            Ticket ticket = remember(login, true);
                            return exclude.contains(login.node().id())
                                    ? another(login.token(), exclude, true)
                                    : CompletableFuture.completedFuture(ticket);
                        },
                        loop);
    }

    private CompletableFuture<Ticket> another(String current, Set<Long> exclude, boolean fresh) {
        return gate.node(current, exclude)
                .handleAsync(
                        (login, error) -> login != null
                                ? CompletableFuture.completedFuture(remember(login, fresh))
                                : withoutNode(current, exclude, fresh, error),
                        loop)
                .thenCompose(Function.identity());
    }

    private CompletableFuture<Ticket> withoutNode(
            String current, Set<Long> exclude, boolean fresh, @Nullable Throwable error) {
        GateException refusal = GateErrors.of(error);
        if (refusal.status() == 401 && !fresh) {
            token = null;
            return login(exclude);
        }
        if (refusal.hasCode("NO_WORKER") && !exclude.isEmpty()) {
            return another(current, Set.of(), fresh);
        }
        if (refusal.isTransient() && !refusal.hasCode("NO_WORKER") && !known.isEmpty()) {
            return CompletableFuture.completedFuture(new Ticket(lastKnown(exclude), current, fresh));
        }
        return CompletableFuture.failedFuture(refusal);
    }

    private GateNode lastKnown(Set<Long> exclude) {
        GateNode choice = known.stream()
                .filter(node -> !exclude.contains(node.id()))
                .findFirst()
                .orElseGet(known::getFirst);
        known.remove(choice);
        known.addLast(choice); // the next attempt takes another one
        return choice;
    }

    private Ticket remember(GateLogin login, boolean fresh) {
        token = login.token();
        known.removeIf(node -> node.id() == login.node().id());
        known.addFirst(login.node());
        if (known.size() > REMEMBERED_NODES) {
            known.removeLast();
        }
        return new Ticket(login.node(), login.token(), fresh);
    }
}
