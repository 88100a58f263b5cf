package io.streamgauge.app.http;

/** Holds answers against the OpenAPI document. */
final class AnswerCheck {

    void holds(String method, String path, TestingApi.Reply reply) {}
}
