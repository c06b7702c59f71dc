package io.yizhan.server.audience;

import io.yizhan.identity.GroupId;
import io.yizhan.identity.Incarnation;
import io.yizhan.server.state.GroupDirectory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the directory which groups have members online here: one call at a time, so that what begins and ends in quick
 * succession ends as it should, and with all that gathered meanwhile. Safe from any thread, never blocks.
 */
final class InterestKeeper {
    private static final Logger log = LoggerFactory.getLogger(InterestKeeper.class);

    private final GroupDirectory directory;
    private final Supplier<Incarnation> self;
    /** Guarded by this, like all below. */
    private final Set<GroupId> wanted = new HashSet<>();

    private final Map<GroupId, CompletableFuture<Void>> changed = new LinkedHashMap<>();
    private boolean telling;

    InterestKeeper(GroupDirectory directory, Supplier<Incarnation> self) {
        this.directory = directory;
        this.self = self;
    }

    /** Completes when all of these stand; fails when they could not be told, and are with the next {@link #renew}. */
    CompletionStage<Void> begin(Collection<GroupId> groups) {
        List<CompletableFuture<Void>> told = new ArrayList<>();
        synchronized (this) {
            wanted.addAll(groups);
            groups.forEach(group -> told.add(changed.computeIfAbsent(group, any -> new CompletableFuture<>())));
        }
        tell();
        return CompletableFuture.allOf(told.toArray(CompletableFuture[]::new)).minimalCompletionStage();
    }

    void end(GroupId group) {
        synchronized (this) {
            wanted.remove(group);
            changed.computeIfAbsent(group, any -> new CompletableFuture<>());
        }
        tell();
    }

    /** Says again what stands, since word of it expires, and was said by an earlier life of this worker. */
    CompletionStage<Void> renew() {
        List<GroupId> all;
        synchronized (this) {
            all = List.copyOf(wanted);
        }
        return begin(all);
    }

    private void tell() {
        Map<GroupId, CompletableFuture<Void>> taken;
        List<GroupId> begun;
        List<GroupId> ended;
        synchronized (this) {
            if (telling || changed.isEmpty()) {
                return;
            }
            telling = true;
            taken = new LinkedHashMap<>(changed);
            changed.clear();
            begun = taken.keySet().stream().filter(wanted::contains).toList();
            ended = taken.keySet().stream()
                    .filter(group -> !wanted.contains(group))
                    .toList();
        }
        directory.interest(self.get(), begun, ended).whenComplete((done, failure) -> {
            synchronized (this) {
                telling = false;
            }
            if (failure != null) {
                log.debug("Interest is told with the next renewal, groups: {}", taken.size(), failure);
            }
            taken.values().forEach(told -> {
                if (failure == null) {
                    told.complete(null);
                } else {
                    told.completeExceptionally(failure);
                }
            });
            tell();
        });
    }
}
