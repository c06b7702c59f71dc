package io.yizhan.quickstart;

import chat.v2.Frame;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.List;

/** One frame of each kind that the contract has, and in each field of text or bytes of it the same words. */
record MarkedFrames(String words) {
    /** @param requestId of each of them */
    List<Frame> all(long requestId) {
        return Frame.getDescriptor().getOneofs().get(0).getFields().stream()
                .map(body -> frame(requestId, body))
                .toList();
    }

    private Frame frame(long requestId, FieldDescriptor body) {
        Frame.Builder frame = Frame.newBuilder().setRequestId(requestId);
        return frame.setField(body, filled(frame.newBuilderForField(body))).build();
    }

    private Message filled(Message.Builder message) {
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            Object value = value(message, field);
            if (field.isRepeated()) {
                message.addRepeatedField(field, value);
            } else {
                message.setField(field, value);
            }
        }
        return message.build();
    }

    private Object value(Message.Builder message, FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case STRING -> words;
            case BYTE_STRING -> ByteString.copyFromUtf8(words);
            case MESSAGE -> filled(message.newBuilderForField(field));
            case ENUM -> field.getEnumType().getValues().get(1);
            case BOOLEAN -> true;
            case INT -> 1;
            case LONG -> 1L;
            case FLOAT, DOUBLE -> throw new AssertionError("The contract has none: " + field);
        };
    }
}
