package dev.sluice.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads one shard and counts its items by label, checking that it is what its manifest says. */
final class ShardTally {
  private final ReleaseManifest manifest;
  private final ShardFile file;
  private final Map<Integer, String> labels = new TreeMap<>();
  private final Map<String, Long> counts = new TreeMap<>();

  ShardTally(ReleaseManifest manifest, ShardFile file) {
    this.manifest = manifest;
    this.file = file;
    manifest.classMap().forEach((label, index) -> labels.put(index, label));
  }

  /** Items by label; empty for files that hold no labels. */
  Map<String, Long> counts() {
    return counts;
  }

  /**
   * Reads the shard.
   *
   * @param bytes how long the file is, whatever the manifest says
   * @throws DamagedFileException naming the record or the header that is wrong
   */
  void read(InputStream in, long bytes) throws IOException {
    if (file.format().equals(ExportFormat.TFRECORD.key())) {
      tfRecord(in, bytes);
    } else if (file.format().equals(ExportFormat.NPY.key())) {
      npy(in);
    } else if (file.format().equals(ExportFormat.TFRECORD_SEQUENCE.key())) {
      sequences(in, bytes);
    } else if (file.format().equals(ExportFormat.FIFTYONE.key())) {
      fiftyOne(in);
    }
  }

  private void sequences(InputStream in, long bytes) throws IOException {
    TfRecordReader reader = new TfRecordReader(in, bytes);
    long records = 0;
    for (Optional<byte[]> next = reader.next(); next.isPresent(); next = reader.next()) {
      SequenceDecoder.Sequence video = SequenceDecoder.decode(next.get());
      Set<String> seen = new HashSet<>();
      for (SequenceDecoder.Entry segment : video.segments()) {
        if (seen.add(segment.itemId())) {
          count(segment.label(), "record " + records);
        }
        if (segment.dim() != manifest.dim()) {
          throw new DamagedFileException(
              "record %d: an embedding has %d numbers, the manifest says %d"
                  .formatted(records, segment.dim(), manifest.dim()));
        }
      }
      if (!video.split().equals(file.split())) {
        throw new DamagedFileException(
            "record %d: belongs to split %s".formatted(records, video.split()));
      }
      records++;
    }
    whole(records);
  }

  private void fiftyOne(InputStream in) throws IOException {
    if (!file.path().endsWith(".jsonl")) {
      return;
    }
    // The reader must not close what the verifier still hashes.
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    long records = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      try {
        FiftyOneShard.Sample sample =
            FiftyOneShard.JSON.readValue(line, FiftyOneShard.Sample.class);
        if (sample == null || sample.detections() == null) {
          throw new DamagedFileException("line " + records + " is no sample: it has no detections");
        }
        for (FiftyOneShard.Item item : sample.detections()) {
          Integer index = manifest.classMap().get(item.label());
          count(index == null ? -1 : index, "line " + records);
        }
      } catch (JsonProcessingException e) {
        throw new DamagedFileException("line " + records + " is no sample: it does not read");
      }
      records++;
    }
    whole(records);
  }

  private void whole(long records) throws DamagedFileException {
    if (records != file.items()) {
      throw new DamagedFileException(
          "holds %d records, the manifest says %d".formatted(records, file.items()));
    }
  }

  private void tfRecord(InputStream in, long bytes) throws IOException {
    TfRecordReader reader = new TfRecordReader(in, bytes);
    long records = 0;
    for (Optional<byte[]> next = reader.next(); next.isPresent(); next = reader.next()) {
      ReleaseItem item = ExampleDecoder.decode(next.get());
      count(item.classIndex(), "record " + records);
      if (!item.label().equals(labels.get((int) item.classIndex()))) {
        throw new DamagedFileException(
            "record %d: label_str '%s' is not class %d of the class map"
                .formatted(records, item.label(), item.classIndex()));
      }
      if (!item.split().equals(file.split())) {
        throw new DamagedFileException(
            "record %d: belongs to split %s".formatted(records, item.split()));
      }
      if (item.vector().length != manifest.dim()) {
        throw new DamagedFileException(
            "record %d: embedding has %d numbers, the manifest says %d"
                .formatted(records, item.vector().length, manifest.dim()));
      }
      records++;
    }
    whole(records);
  }

  private void npy(InputStream in) throws IOException {
    NpyHeader header = NpyHeader.read(in);
    String kind = file.path().replaceFirst("^.*/", "").replaceFirst("-.*$", "");
    NpyHeader expected =
        switch (kind) {
          case "embeddings" -> new NpyHeader("<f4", file.items(), manifest.dim());
          case "labels" -> new NpyHeader("<i8", file.items());
          default -> new NpyHeader(header.descr(), file.items());
        };
    if (!header.equals(expected) || (kind.equals("ids") && !header.descr().startsWith("<U"))) {
      throw new DamagedFileException(
          "its header says %s, the manifest says %s".formatted(header, expected));
    }
    long dataBytes = file.bytes() - header.bytes().length;
    if (header.dataBytes() != dataBytes) {
      throw new DamagedFileException(
          "its header promises %d bytes of numbers, there are %d"
              .formatted(header.dataBytes(), dataBytes));
    }
    if (kind.equals("labels")) {
      for (long i = 0; i < file.items(); i++) {
        byte[] raw = in.readNBytes(8);
        if (raw.length < 8) {
          throw new DamagedFileException("ends at label " + i);
        }
        long index = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN).getLong();
        count(index, "label " + i);
      }
    }
  }

  private void count(long index, String where) throws DamagedFileException {
    String label = index < 0 || index > Integer.MAX_VALUE ? null : labels.get((int) index);
    if (label == null) {
      throw new DamagedFileException(
          "%s: class %d is not in the class map".formatted(where, index));
    }
    counts.merge(label, 1L, Long::sum);
  }
}
