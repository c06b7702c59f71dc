package io.yizhan.server.transport.book;

import book.v1.ProtoMsg;
import chat.v2.Content;
import chat.v2.ContentType;
import java.util.Map;

/**
 * Content as the book's messages carry it. Those of their fields that version 2 does not know are kept as properties of
 * the same name, so that they come through between two of the book's clients.
 */
final class BookContent {
    private static final Map<Integer, ContentType> TYPES = Map.of(
            0, ContentType.TEXT,
            1, ContentType.AUDIO,
            2, ContentType.VIDEO,
            3, ContentType.LOCATION,
            4, ContentType.CUSTOM);
    private static final String PROPERTY = "property";
    private static final String FROM_NICK = "from_nick";
    private static final String JSON = "json";

    private BookContent() {}

    /** What a client sends. A type that the book does not know stays unspecified, which no send may be. */
    static Content read(ProtoMsg.MessageRequest sent) {
        Content.Builder content = Content.newBuilder()
                .setType(TYPES.getOrDefault(sent.getMsgType(), ContentType.CONTENT_UNSPECIFIED))
                .setText(sent.getContent())
                .setUrl(sent.getUrl());
        keep(content, PROPERTY, sent.getProperty());
        keep(content, FROM_NICK, sent.getFromNick());
        keep(content, JSON, sent.getJson());
        return content.build();
    }

    private static void keep(Content.Builder content, String name, String value) {
        if (!value.isEmpty()) {
            content.putProperties(name, value);
        }
    }

    /** Whether a client of the book can show it; it knows neither the server's events nor what was taken back. */
    static boolean isShown(Content content) {
        return content.getType() != ContentType.SYSTEM && content.getType() != ContentType.RECALLED;
    }

    /** Adds {@code content} to what a client gets. */
    static void write(Content content, ProtoMsg.MessageRequest.Builder message) {
        Map<String, String> properties = content.getPropertiesMap();
        message.setMsgType(type(content.getType()))
                .setContent(content.getText())
                .setUrl(content.getUrl())
                .setProperty(properties.getOrDefault(PROPERTY, ""))
                .setFromNick(properties.getOrDefault(FROM_NICK, ""))
                .setJson(properties.getOrDefault(JSON, ""));
    }

    private static int type(ContentType type) {
        return switch (type) {
            case TEXT -> 0;
            case AUDIO -> 1;
            case VIDEO -> 2;
            case LOCATION -> 3;
            default -> 4; // the book's OTHER
        };
    }
}
