package io.yizhan.client.console;

import chat.v2.Content;
import chat.v2.ContentType;
import io.yizhan.client.ChatClient;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.UserId;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Carries out what is said, and what is asked of what was said. Used by the thread that reads the commands. */
final class TalkCommands {
    private final Screen screen;
    /** By conversation; of this login. */
    private final Map<String, Long> lastSent = new ConcurrentHashMap<>();

    private Optional<Partner> partner = Optional.empty();

    TalkCommands(Screen screen) {
        this.screen = screen;
    }

    /** Another login begins. */
    void reset() {
        lastSent.clear();
    }

    /** Whom plain lines go to. */
    Optional<Partner> partner() {
        return partner;
    }

    void turnTo(Partner other) {
        partner = Optional.of(other);
    }

    CompletableFuture<Boolean> run(ActiveLogin active, Command.OfTalks command) {
        if (command instanceof Command.Message message) {
            return send(active, new Partner.Person(message.user()), message.text());
        } else if (command instanceof Command.GroupMessage message) {
            return send(active, new Partner.Group(message.group()), message.text());
        } else if (command instanceof Command.Say say) {
            return partner.map(to -> send(active, to, say.text()))
                    .orElseGet(() -> screen.refused("To whom? /msg USER TEXT or /gmsg GROUP TEXT"));
        } else if (command instanceof Command.Recall recall) {
            return partner.map(with -> recall(active, with, recall.seq()))
                    .orElseGet(() -> screen.refused("With whom? /msg USER or /gmsg GROUP, then /recall"));
        } else if (command instanceof Command.Typing typing) {
            return typing(active, typing.user());
        }
        return history(active, (Command.History) command);
    }

    private CompletableFuture<Boolean> send(ActiveLogin active, Partner to, String text) {
        turnTo(to);
        if (to instanceof Partner.Person person) {
            screen.users().add(person.name());
        }
        Content content =
                Content.newBuilder().setType(ContentType.TEXT).setText(text).build();
        return screen.show("Not sent to " + to.name(), active.client().send(to.target(), content), receipt -> {
            lastSent.merge(receipt.conversationId(), receipt.seq(), Math::max);
            screen.show(new ConsoleEvent.Sent(to.label(), receipt));
            if (to instanceof Partner.Person person) {
                active.marks()
                        .sent(receipt.conversationId(), person.name(), receipt.seq())
                        .ifPresent(screen::show);
            }
        });
    }

    private CompletableFuture<Boolean> recall(ActiveLogin active, Partner with, OptionalLong wanted) {
        String conversation = with.conversation(active.client());
        long seq = wanted.orElse(lastSent.getOrDefault(conversation, 0L));
        if (seq == 0) {
            return screen.refused(
                    "Nothing was sent to " + with.name() + " from here; /recall NUMBER takes a message by its number");
        }
        return screen.show(
                "Not recalled #" + seq,
                active.client().recall(conversation, seq),
                done -> screen.show(new ConsoleEvent.RecallDone(conversation, seq)));
    }

    private CompletableFuture<Boolean> history(ActiveLogin active, Command.History history) {
        String with = history.with();
        Optional<String> conversation = ConversationId.parse(with)
                .map(ConversationId::value)
                .or(() -> partner.filter(it -> it.name().equals(with)).map(it -> it.conversation(active.client())))
                .or(() ->
                        UserId.isValid(with) ? Optional.of(active.client().conversationWith(with)) : Optional.empty());
        return conversation
                .map(id -> history(active.client(), id, history))
                .orElseGet(() -> screen.refused("Neither a user nor a conversation: " + with));
    }

    private CompletableFuture<Boolean> history(ChatClient client, String conversation, Command.History asked) {
        return screen.show(
                "No history of " + asked.with(),
                asked.side() == Command.History.Side.AFTER
                        ? client.historyAfter(conversation, asked.seq(), asked.limit())
                        : client.history(conversation, asked.seq(), asked.limit()),
                page -> {
                    page.messages().forEach(message -> screen.show(new ConsoleEvent.Past(message)));
                    if (page.messages().isEmpty()) {
                        screen.note("Nothing there: " + conversation);
                    }
                });
    }

    private CompletableFuture<Boolean> typing(ActiveLogin active, Optional<String> whom) {
        return whom.or(() -> partner.filter(Partner.Person.class::isInstance).map(Partner::name))
                .map(user -> screen.show("Not told to " + user, active.client().typing(user), done -> {}))
                .orElseGet(() -> screen.refused("To whom? /typing USER"));
    }
}
