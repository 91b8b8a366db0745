package dev.sluice.twelvelabs;

import okhttp3.MultipartBody;
import okhttp3.ResponseBody;
import retrofit2.Call;
import retrofit2.http.Body;
import retrofit2.http.DELETE;
import retrofit2.http.GET;
import retrofit2.http.Header;
import retrofit2.http.POST;
import retrofit2.http.Path;
import retrofit2.http.Query;
import retrofit2.http.Tag;

/**
 * The endpoints, nothing else. Answers stay bytes: a paid answer is kept as it came, and errors
 * come in several shapes.
 */
interface Endpoints {

  @POST("assets")
  Call<ResponseBody> upload(@Body MultipartBody parts, @Tag Sent sent);

  @GET("assets/{id}")
  Call<ResponseBody> asset(@Path("id") String id, @Tag Sent sent);

  @GET("assets")
  Call<ResponseBody> assets(
      @Query("filename") String fileName,
      @Query("page") int page,
      @Query("page_limit") int pageLimit,
      @Tag Sent sent);

  @DELETE("assets/{id}")
  Call<ResponseBody> deleteAsset(@Path("id") String id, @Tag Sent sent);

  @POST("embed-v2")
  Call<ResponseBody> embedNow(@Body InstantBody body, @Tag Sent sent);

  @POST("embed-v2/tasks")
  Call<ResponseBody> embed(@Body EmbedBody body, @Tag Sent sent);

  @GET("embed-v2/tasks/{id}")
  Call<ResponseBody> embedTask(@Path("id") String id, @Tag Sent sent);

  @GET("embed-v2/tasks")
  Call<ResponseBody> embedTasks(
      @Query("page") int page, @Query("page_limit") int pageLimit, @Tag Sent sent);

  @POST("analyze/tasks")
  Call<ResponseBody> analyze(
      @Header("Idempotency-Key") String key, @Body AnalyzeBody body, @Tag Sent sent);

  @GET("analyze/tasks/{id}")
  Call<ResponseBody> analyzeTask(@Path("id") String id, @Tag Sent sent);

  @DELETE("analyze/tasks/{id}")
  Call<ResponseBody> deleteAnalyzeTask(@Path("id") String id, @Tag Sent sent);

  @GET("analyze/tasks")
  Call<ResponseBody> analyzeTasks(
      @Query("page") int page, @Query("page_limit") int pageLimit, @Tag Sent sent);
}
