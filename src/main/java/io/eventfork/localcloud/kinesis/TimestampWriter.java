package io.eventfork.localcloud.kinesis;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.IOException;
import java.io.Serial;
import java.math.BigDecimal;
import java.time.Instant;

/** Writes timestamps: seconds with milliseconds in JSON, tagged milliseconds in CBOR. */
final class TimestampWriter extends StdSerializer<Instant> {

    @Serial private static final long serialVersionUID = 1L;

    private static final int TAG = 1;

    TimestampWriter() {
        super(Instant.class);
    }

    @Override
    public void serialize(Instant time, JsonGenerator generator, SerializerProvider provider)
            throws IOException {
        if (generator instanceof CBORGenerator cbor) {
            cbor.writeTag(TAG);
            cbor.writeNumber(time.toEpochMilli());
        } else {
            generator.writeNumber(BigDecimal.valueOf(time.toEpochMilli(), 3));
        }
    }
}
