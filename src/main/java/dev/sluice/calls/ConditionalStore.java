package dev.sluice.calls;

import dev.sluice.ratelimit.Sleeper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.hadoop.fs.BulkDelete;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.CreateFileOptionKeys;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * S3 through S3A of Hadoop 3.4.2 or newer: one PUT with {@code If-None-Match: *}.
 *
 * <p>A refusal does not say who was first: the PUT may be our own, repeated because its answer was
 * lost. So every object carries its writer's name, and whoever is refused, or hears nothing, reads
 * it back (where the store forgets such names, the bytes are compared). A store may ignore the
 * condition without a word: the first win of a process on a bucket is tried again, and if the
 * second one wins too, the bucket is looked at before every PUT and said to be weak. {@link
 * #excludes()} asks with a race, because a store may honour the condition and still not be atomic.
 */
final class ConditionalStore extends HadoopStore {
  private static final int TRIES = 5;
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final String WRITER = "sluice-writer";
  private static final Map<String, Boolean> HONOURS = new ConcurrentHashMap<>();
  private static final Map<String, Boolean> RACES = new ConcurrentHashMap<>();

  private final S3AFileSystem s3a;
  private final String bucket;
  private final Sleeper sleeper;

  private ConditionalStore(S3AFileSystem s3a, Path root, Sleeper sleeper) {
    super(s3a, root);
    this.s3a = s3a;
    this.bucket = s3a.getUri().toString();
    this.sleeper = sleeper;
  }

  /** The store; its file system must be able to create on condition. */
  static ConditionalStore of(FileSystem fs, Path root) {
    return new ConditionalStore((S3AFileSystem) fs, root, Sleeper.real());
  }

  @Override
  public boolean putIfAbsent(String path, byte[] content) throws IOException {
    if (Boolean.FALSE.equals(HONOURS.get(bucket)) && has(path)) {
      return false;
    }
    boolean won = create(path, content);
    if (won && !HONOURS.containsKey(bucket)) {
      winAgain(path, content);
    }
    return won;
  }

  @Override
  public void replace(String path, byte[] content) throws IOException {
    write(at(path), content, UUID.randomUUID().toString(), Map.of());
  }

  // One request for up to a page of objects; delete() of S3A sends four for one.
  @Override
  public void delete(List<String> paths) throws IOException {
    try (BulkDelete bulk = s3a.createBulkDelete(root)) {
      for (int from = 0; from < paths.size(); from += bulk.pageSize()) {
        List<String> page = paths.subList(from, Math.min(paths.size(), from + bulk.pageSize()));
        List<Map.Entry<Path, String>> failed =
            bulk.bulkDelete(page.stream().map(this::at).toList());
        if (!failed.isEmpty()) {
          throw new IOException(
              "%d objects cannot be deleted, first %s: %s"
                  .formatted(failed.size(), failed.get(0).getKey(), failed.get(0).getValue()));
        }
      }
    }
  }

  // One request, and one version of an object that is replaced meanwhile.
  @Override
  public Optional<byte[]> get(String path) throws IOException {
    try {
      return Optional.of(
          client("get a fact")
              .getObject(
                  s3a.getRequestFactory()
                      .newGetObjectRequestBuilder(s3a.pathToKey(at(path)))
                      .build(),
                  ResponseTransformer.toBytes())
              .asByteArray());
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    } catch (SdkException e) {
      throw new IOException(at(path) + " cannot be read: " + e.getMessage(), e);
    }
  }

  // By prefix, a thousand a request; directory buckets know no prefix but a folder.
  @Override
  public void list(String folder, String prefix, Consumer<String> names) throws IOException {
    if (s3a.hasPathCapability(at(folder), "fs.s3a.capability.s3express.storage")) {
      super.list(folder, prefix, names);
      return;
    }
    String key = s3a.pathToKey(at(folder)) + "/";
    int page = s3a.getConf().getInt("fs.s3a.paging.maximum", 1000);
    try {
      client("list facts by prefix")
          .listObjectsV2Paginator(
              s3a.getRequestFactory()
                  .newListObjectsV2RequestBuilder(key + prefix, "/", page)
                  .build())
          .contents()
          .forEach(object -> names.accept(object.key().substring(key.length())));
    } catch (SdkException e) {
      throw new IOException(at(folder) + " cannot be listed: " + e.getMessage(), e);
    }
  }

  @Override
  public void tidy(Instant before) {
    // A PUT that is cut off leaves nothing.
  }

  @Override
  public boolean excludes() {
    return RACES.computeIfAbsent(
        root.toString(),
        place -> {
          try {
            return StoreRace.oneWinner(this);
          } catch (IOException e) {
            throw new UncheckedIOException("the store at " + place + " cannot be tried", e);
          }
        });
  }

  @Override
  public String how() {
    return Boolean.FALSE.equals(HONOURS.get(bucket))
        ? "a look and a PUT: the store does not heed If-None-Match"
        : "one PUT with If-None-Match: *";
  }

  private S3Client client(String reason) {
    return s3a.getS3AInternals().getAmazonS3Client(reason);
  }

  private void winAgain(String path, byte[] content) {
    try {
      HONOURS.put(bucket, !create(path, content));
    } catch (IOException e) {
      // The fact is stored; the next win asks again.
      System.getLogger(ConditionalStore.class.getName())
          .log(System.Logger.Level.DEBUG, "cannot tell whether {0} heeds If-None-Match", bucket);
    }
  }

  private boolean create(String path, byte[] content) throws IOException {
    String writer = UUID.randomUUID().toString();
    for (int i = 1; ; i++) {
      try {
        write(
            at(path),
            content,
            writer,
            Map.of(CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE, "true"));
        return true;
      } catch (IOException e) {
        Optional<Boolean> ours = ours(path, writer, content, e);
        if (ours.isPresent()) {
          return ours.get();
        }
        if (i == TRIES || !refused(e)) {
          throw e;
        }
        pause();
      }
    }
  }

  private void write(Path path, byte[] content, String writer, Map<String, String> demands)
      throws IOException {
    FSDataOutputStreamBuilder<?, ?> builder = s3a.createFile(path);
    builder.overwrite(true).recursive();
    builder.opt("fs.s3a.create.header." + WRITER, writer);
    demands.forEach(builder::must);
    FSDataOutputStream out = builder.build();
    try {
      out.write(content);
    } catch (IOException e) {
      out.abort();
      throw e;
    }
    out.close();
  }

  /** Whether the object that is there is of this writer; empty when none is there. */
  private Optional<Boolean> ours(String path, String writer, byte[] content, IOException failure)
      throws IOException {
    try {
      byte[] name = s3a.getXAttrs(at(path)).get("header." + WRITER);
      if (name != null) {
        return Optional.of(writer.equals(new String(name, StandardCharsets.UTF_8)));
      }
      return get(path).map(there -> Arrays.equals(there, content));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      failure.addSuppressed(e);
      throw failure;
    }
  }

  // 412: one was there and went away since. 409: another write or a delete is under way.
  private static boolean refused(IOException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof java.nio.file.FileAlreadyExistsException
          || cause instanceof org.apache.hadoop.fs.FileAlreadyExistsException
          || (cause instanceof AwsServiceException service
              && (service.statusCode() == 409 || service.statusCode() == 412))) {
        return true;
      }
    }
    return false;
  }

  private void pause() throws IOException {
    try {
      sleeper.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while storing a fact");
    }
  }
}
