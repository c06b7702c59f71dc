package io.yizhan.server.archive.mysql;

/** What stands under a client's id for a message; {@code clientMsgId} and {@code contentHash} use all 64 bits. */
record HeldSend(String conversationId, String sender, String device, long clientMsgId, long contentHash) {}
