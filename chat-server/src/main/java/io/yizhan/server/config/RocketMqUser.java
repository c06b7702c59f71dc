package io.yizhan.server.config;

/**
 * Who a worker is to RocketMQ's brokers. Each request is signed; the secret key does not go over the network.
 *
 * @param secretKey never printed
 */
public record RocketMqUser(String accessKey, String secretKey) {
    @Override
    public String toString() {
        return "RocketMqUser[" + accessKey + "]";
    }
}
