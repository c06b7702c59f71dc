package io.yizhan.server.transport;

import chat.v2.Content;
import io.netty.buffer.ByteBufUtil;
import java.util.Map;
import java.util.Optional;

/** The limits of what a client may send (protocol, limits); bytes are those of UTF-8. */
final class ContentLimits {
    private static final int FIRST_TYPE = 1;
    private static final int LAST_TYPE = 7;
    private static final int CONTENT_BYTES = 64 << 10;
    private static final int TEXT_BYTES = 16 << 10;
    private static final int PROPERTIES = 32;
    private static final int KEY_BYTES = 64;
    private static final int VALUE_BYTES = 1_024;

    private ContentLimits() {}

    /** Why the content is refused; empty if it is within the limits. */
    static Optional<Refusal> refuse(Content content) {
        int type = content.getTypeValue();
        if (type < FIRST_TYPE || type > LAST_TYPE) {
            return Optional.of(Refusal.invalid("A content type that clients do not send: " + type));
        }
        if (content.getSerializedSize() > CONTENT_BYTES) {
            return Optional.of(Refusal.invalid("Content over 64 KiB: " + content.getSerializedSize()));
        }
        if (content.getTextBytes().size() > TEXT_BYTES) {
            return Optional.of(Refusal.invalid("Text over 16 KiB"));
        }
        return refuse(content.getPropertiesMap());
    }

    private static Optional<Refusal> refuse(Map<String, String> properties) {
        if (properties.size() > PROPERTIES) {
            return Optional.of(Refusal.invalid("More than 32 properties: " + properties.size()));
        }
        for (Map.Entry<String, String> property : properties.entrySet()) {
            if (ByteBufUtil.utf8Bytes(property.getKey()) > KEY_BYTES) {
                return Optional.of(Refusal.invalid("A property's key over 64 bytes"));
            }
            if (ByteBufUtil.utf8Bytes(property.getValue()) > VALUE_BYTES) {
                return Optional.of(Refusal.invalid("A property's value over 1,024 bytes"));
            }
        }
        return Optional.empty();
    }
}
