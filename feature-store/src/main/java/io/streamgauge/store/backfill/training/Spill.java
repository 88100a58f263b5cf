package io.streamgauge.store.backfill.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Records in numbered buckets on disk: each bucket a file, its records in the order in which they came. A record is its
 * length as 4 bytes, then its bytes. Appending is thread-safe; a bucket is read once nothing is appended to it any more. No
 * file stays open between two buffers, however many buckets there are.
 */
final class Spill {

    private static final int BUFFER_BYTES = 1 << 15;

    private final Path directory;
    private final String name;
    private final Bucket[] buckets;

    Spill(Path directory, String name, int buckets) {
        this.directory = directory;
        this.name = name;
        this.buckets = new Bucket[buckets];
        for (int i = 0; i < buckets; i++) {
            this.buckets[i] = new Bucket(i);
        }
    }

    /** The bucket of a key: equal keys share one. */
    static int bucketOf(String key, int buckets) {
        int hash = key.hashCode();
        hash ^= hash >>> 16;
        hash *= 0x85EBCA6B;
        return Math.floorMod(hash ^ hash >>> 13, buckets);
    }

    int buckets() {
        return buckets.length;
    }

    void append(int bucket, byte[] record) {
        buckets[bucket].append(record);
    }

    /** Reads a bucket from its first record. */
    Records read(int bucket) {
        return buckets[bucket].read();
    }

    /** Lets go of a bucket. */
    void delete(int bucket) {
        buckets[bucket].delete();
    }

    /** One file and what is yet to be written to it. */
    private final class Bucket {

        private final Path file;
        private byte @Nullable [] buffer;
        private int buffered;
        private boolean onDisk;

        Bucket(int number) {
            file = directory.resolve(name + "-" + number);
        }

        synchronized void append(byte[] record) {
            if (buffer == null) {
                buffer = new byte[BUFFER_BYTES];
            }
            byte[] room = buffer;
            if (buffered + Integer.BYTES + record.length > room.length) {
                flush();
            }
            if (Integer.BYTES + record.length > room.length) {
                write(ByteBuffer.allocate(Integer.BYTES + record.length)
                        .putInt(record.length)
                        .put(record)
                        .flip());
                return;
            }
            ByteBuffer.wrap(room, buffered, room.length - buffered)
                    .putInt(record.length)
                    .put(record);
            buffered += Integer.BYTES + record.length;
        }

        private void flush() {
            if (buffered > 0 && buffer != null) {
                write(ByteBuffer.wrap(buffer, 0, buffered));
                buffered = 0;
            }
        }

        private void write(ByteBuffer bytes) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                onDisk = true;
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write " + file, e);
            }
        }

        synchronized Records read() {
            flush();
            buffer = null;
            return new Records(onDisk ? file : null);
        }

        synchronized void delete() {
            buffer = null;
            buffered = 0;
            if (onDisk) {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    throw new UncheckedIOException("cannot delete " + file, e);
                }
            }
        }
    }

    /** The records of one bucket, one after the other. Not thread-safe. */
    static final class Records {

        private final @Nullable Path file;
        private byte[] buffer = new byte[0];
        private int at;
        private long readBytes;
        private boolean ended;

        private Records(@Nullable Path file) {
            this.file = file;
            this.ended = file == null;
        }

        /** The next record, or null after the last. */
        byte @Nullable [] next() {
            if (!has(Integer.BYTES)) {
                return null;
            }
            int length = ByteBuffer.wrap(buffer, at, Integer.BYTES).getInt();
            at += Integer.BYTES;
            if (!has(length)) {
                throw new IllegalStateException(file + " ends within a record");
            }
            byte[] record = new byte[length];
            System.arraycopy(buffer, at, record, 0, length);
            at += length;
            return record;
        }

        private boolean has(int bytes) {
            if (buffer.length - at < bytes && !ended) {
                fill(Math.max(bytes, BUFFER_BYTES));
            }
            return buffer.length - at >= bytes;
        }

        private void fill(int wanted) {
            Path from = file;
            if (from == null) {
                return;
            }
            ByteBuffer next = ByteBuffer.allocate(buffer.length - at + wanted).put(buffer, at, buffer.length - at);
            try (FileChannel channel = FileChannel.open(from, StandardOpenOption.READ)) {
                while (next.hasRemaining()) {
                    int read = channel.read(next, readBytes);
                    if (read < 0) {
                        ended = true;
                        break;
                    }
                    readBytes += read;
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + from, e);
            }
            buffer = new byte[next.position()];
            next.flip().get(buffer);
            at = 0;
        }
    }
}
