package io.streamgauge.app.retraining;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SignatureTest {

    /** By Python: hmac.new(b"secret", b'1700000000.{"a":1}', "sha256").hexdigest(). */
    @Test
    void isTheHmacOfSecondsAndBody() {
        assertThat(Signature.of("secret", 1_700_000_000, "{\"a\":1}"))
                .isEqualTo("t=1700000000,v1=49f24e537407743fa4a0242bb63b94b9a47ee99cbbe071ccd8a22550ae411686");
    }
}
