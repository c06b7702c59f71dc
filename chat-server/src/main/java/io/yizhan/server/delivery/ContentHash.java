package io.yizhan.server.delivery;

import chat.v2.Content;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.TreeMap;

/**
 * What tells two sends with one id apart: 64 bits over target and content, the same on every worker and in every
 * version. Fields are hashed with their lengths and properties in order, since protobuf's own bytes are not stable.
 */
final class ContentHash {
    private final MessageDigest digest;

    private ContentHash(MessageDigest digest) {
        this.digest = digest;
    }

    static long of(Recipient recipient, Content content) {
        ContentHash hash = new ContentHash(sha256());
        hash.add(recipient.hashed());
        hash.add(content.getTypeValue());
        hash.add(content.getText());
        hash.add(content.getData().toByteArray());
        hash.add(content.getUrl());
        new TreeMap<>(content.getPropertiesMap()).forEach((key, value) -> {
            hash.add(key);
            hash.add(value);
        });
        return ByteBuffer.wrap(hash.digest.digest()).getLong();
    }

    private void add(String text) {
        add(text.getBytes(StandardCharsets.UTF_8));
    }

    private void add(byte[] bytes) {
        add(bytes.length);
        digest.update(bytes);
    }

    private void add(int number) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(number).flip());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
