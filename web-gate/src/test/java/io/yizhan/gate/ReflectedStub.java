package io.yizhan.gate;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.DynamicMessage;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Calls the status service as grpcurl does: by what the server says of itself, with no class generated from ours. */
final class ReflectedStub implements AutoCloseable {
    private static final String SERVICE = "chat.status.v1.StatusService";

    private final ManagedChannel connection;
    private final Channel channel;
    private final AtomicReference<Metadata> headers = new AtomicReference<>();

    /** @param authorization as it is sent; empty for none */
    ReflectedStub(int port, String authorization) {
        this.connection =
                NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
        Metadata sent = new Metadata();
        if (!authorization.isEmpty()) {
            sent.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), authorization);
        }
        this.channel = ClientInterceptors.intercept(
                connection,
                MetadataUtils.newAttachHeadersInterceptor(sent),
                MetadataUtils.newCaptureMetadataInterceptor(headers, new AtomicReference<>()));
    }

    /** With what was shown; for calls that are not the status service's. */
    Channel channel() {
        return channel;
    }

    /** Of the last answer. */
    String header(String name) {
        return String.valueOf(headers.get().get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER)));
    }

    DynamicMessage call(String method, Map<String, String> fields) throws Exception {
        return call(describe(), method, fields, CallOptions.DEFAULT);
    }

    /** @param service as {@link #describe} gave it */
    DynamicMessage call(ServiceDescriptor service, String method, Map<String, String> fields, CallOptions options) {
        var described = service.findMethodByName(method);
        DynamicMessage.Builder request = DynamicMessage.newBuilder(described.getInputType());
        fields.forEach(
                (name, value) -> request.setField(described.getInputType().findFieldByName(name), value));
        return ClientCalls.blockingUnaryCall(
                channel,
                MethodDescriptor.<DynamicMessage, DynamicMessage>newBuilder()
                        .setType(MethodDescriptor.MethodType.UNARY)
                        .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, method))
                        .setRequestMarshaller(marshaller(described.getInputType()))
                        .setResponseMarshaller(marshaller(described.getOutputType()))
                        .build(),
                options,
                request.build());
    }

    private static MethodDescriptor.Marshaller<DynamicMessage> marshaller(Descriptor type) {
        return ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(type));
    }

    /** Asks the server what its service is. */
    ServiceDescriptor describe() throws Exception {
        CompletableFuture<ServerReflectionResponse> answer = new CompletableFuture<>();
        StreamObserver<ServerReflectionRequest> questions = ServerReflectionGrpc.newStub(channel)
                .serverReflectionInfo(new StreamObserver<>() {
                    @Override
                    public void onNext(ServerReflectionResponse response) {
                        answer.complete(response);
                    }

                    @Override
                    public void onError(Throwable failure) {
                        answer.completeExceptionally(failure);
                    }

                    @Override
                    public void onCompleted() {
                        answer.completeExceptionally(new IllegalStateException("The server did not answer"));
                    }
                });
        questions.onNext(ServerReflectionRequest.newBuilder()
                .setFileContainingSymbol(SERVICE)
                .build());
        try {
            ByteString file =
                    answer.get(20, TimeUnit.SECONDS).getFileDescriptorResponse().getFileDescriptorProto(0);
            return FileDescriptor.buildFrom(FileDescriptorProto.parseFrom(file), new FileDescriptor[0])
                    .findServiceByName("StatusService");
        } finally {
            if (!answer.isCompletedExceptionally()) {
                questions.onCompleted();
            }
        }
    }

    /** The value of a field, as text. */
    static String field(DynamicMessage message, String name) {
        return message.getField(message.getDescriptorForType().findFieldByName(name))
                .toString();
    }

    @Override
    public void close() {
        connection.shutdownNow();
    }
}
