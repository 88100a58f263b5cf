package io.streamgauge.app.http;

import io.javalin.http.Context;
import io.streamgauge.app.instances.CountedBytes;
import io.streamgauge.app.instances.ExchangeMemory;
import io.streamgauge.app.instances.RowsCodec;
import io.streamgauge.app.instances.RowsReply;
import java.io.IOException;

/** An answer to another instance. */
final class RowsAnswer {

    private RowsAnswer() {}

    /** Writes an answer, and returns when all of it has been sent: until then its bytes are here, and the share has them. */
    static void write(Context context, RowsReply reply, ExchangeMemory.Share share) throws IOException {
        CountedBytes bytes = new CountedBytes(share);
        RowsCodec.encode(reply, bytes);
        context.contentType(RowsCodec.TYPE).header("Cache-Control", "no-store");
        context.res().setContentLength(bytes.size());
        bytes.writeTo(context.res().getOutputStream());
    }
}
