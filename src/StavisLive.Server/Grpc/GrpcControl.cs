using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.RateLimiting;
using StavisLive.Core.Configuration;
using StavisLive.Grpc.V1;
using StavisLive.Server.Access;
using StavisLive.Server.Control;
using StavisLive.Server.Feeds;
using StavisLive.Server.Nodes;

namespace StavisLive.Server.Grpc;

/// <summary>The service <c>stavis.v1.Control</c>.</summary>
[Authorize(Policies.Operator)]
[EnableRateLimiting(Policies.ControlRate)]
internal sealed class GrpcControl(FeedSources sources, ISourceControl control, SourceRecorder recorder, NodeConnections nodes)
    : StavisLive.Grpc.V1.Control.ControlBase
{
    /// <inheritdoc />
    public override Task<Source> AddSource(AddSourceRequest request, ServerCallContext context) => ChangeAsync(async () =>
    {
        var source = new NewSource
        {
            Name = request.Name,
            Rtsp = request.HasRtsp ? request.Rtsp : null,
            Camera = request.HasCamera ? request.Camera : null,
            Synthetic = request.HasSynthetic && request.Synthetic,
            Mic = request.Mic.Length > 0 ? request.Mic : null,
            Priority = request.Priority == 0 ? 1 : request.Priority,
        };
        return GrpcNames.ToMessage(await control.AddAsync(source, NameOf(context), context.CancellationToken).ConfigureAwait(false));
    });

    /// <inheritdoc />
    public override Task<RemoveSourceResponse> RemoveSource(RemoveSourceRequest request, ServerCallContext context) =>
        ChangeAsync<RemoveSourceResponse>(request.Source, context, control.RemoveAsync);

    /// <inheritdoc />
    public override Task<PauseSourceResponse> PauseSource(PauseSourceRequest request, ServerCallContext context) =>
        ChangeAsync<PauseSourceResponse>(request.Source, context, control.PauseAsync);

    /// <inheritdoc />
    public override Task<ResumeSourceResponse> ResumeSource(ResumeSourceRequest request, ServerCallContext context) =>
        ChangeAsync<ResumeSourceResponse>(request.Source, context, control.ResumeAsync);

    /// <inheritdoc />
    public override Task<RecordSourceResponse> RecordSource(RecordSourceRequest request, ServerCallContext context) =>
        ChangeAsync(async () =>
        {
            var viewer = Viewer.Of(context.GetHttpContext());
            var place = sources.Require(viewer, request.Source);
            if (place.Here is { } here)
            {
                recorder.Record(here, viewer.Caller.Name);
                return new RecordSourceResponse();
            }
            using var node = nodes.Use(place.There ?? throw new RpcException(new Status(StatusCode.Unavailable, Problems.Moving(request.Source))));
            return await new StavisLive.Grpc.V1.Control.ControlClient(node.Calls).RecordSourceAsync(
                request, viewer.Headers, context.Deadline < DateTime.MaxValue ? context.Deadline : null, context.CancellationToken).ConfigureAwait(false);
        });

    private static string NameOf(ServerCallContext context) => Caller.Of(context.GetHttpContext().User).Name;

    private static StatusCode CodeOf(RefusalKind kind) => kind switch
    {
        RefusalKind.Wrong => StatusCode.InvalidArgument,
        RefusalKind.Unknown => StatusCode.NotFound,
        RefusalKind.Taken => StatusCode.AlreadyExists,
        _ => StatusCode.FailedPrecondition,
    };

    private Task<T> ChangeAsync<T>(string id, ServerCallContext context, Func<string, string, CancellationToken, Task> change)
        where T : new() => ChangeAsync(async () =>
    {
        if (!sources.Has(Caller.Of(context.GetHttpContext().User), id)) throw GrpcRequirements.NoSource(id);
        await change(id, NameOf(context), context.CancellationToken).ConfigureAwait(false);
        return new T();
    });

    private static async Task<T> ChangeAsync<T>(Func<Task<T>> change)
    {
        try
        {
            return await change().ConfigureAwait(false);
        }
        catch (ControlException e)
        {
            throw new RpcException(new Status(CodeOf(e.Kind), KeyText.Plain(e.Message)));
        }
    }
}
