using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace StavisLive.Model.Native;

/// <summary>Work of our own on the threads that libtorch computes with.</summary>
/// <remarks>
/// Those wait busily for their next work for some milliseconds: threads of another kind would find the cores taken. Where libtorch's OpenMP isn't
/// GNU's (Windows), the caller does the work by itself.
/// </remarks>
internal static unsafe class OpenMpTeam
{
    // void GOMP_parallel (void (*fn) (void *), void *data, unsigned num_threads, unsigned flags), from libgomp's libgomp_g.h.
    private static readonly delegate* unmanaged<delegate* unmanaged<nint, void>, nint, uint, uint, void> Parallel;
    private static readonly delegate* unmanaged<int> ThreadNumber;
    private static readonly delegate* unmanaged<int> TeamSize;

    static OpenMpTeam()
    {
        if (!OperatingSystem.IsLinux() || NativeFolders.Find("libtorch.so") is not { } libtorch) return;
        // The packages give the file a name with a checksum.
        var files = Directory.GetFiles(Path.GetDirectoryName(libtorch)!, "libgomp*.so.1");
        if (files is not [var file] || !NativeLibrary.TryLoad(file, out var library)) return;
        Parallel = (delegate* unmanaged<delegate* unmanaged<nint, void>, nint, uint, uint, void>)NativeLibrary.GetExport(library, "GOMP_parallel");
        ThreadNumber = (delegate* unmanaged<int>)NativeLibrary.GetExport(library, "omp_get_thread_num");
        TeamSize = (delegate* unmanaged<int>)NativeLibrary.GetExport(library, "omp_get_num_threads");
    }

    /// <summary>Does pieces of work, an equal share on each of libtorch's threads that are to be had; returns when all are done.</summary>
    /// <param name="count">Number of pieces.</param>
    /// <param name="piece">Does one; must not throw: there is nobody to catch it.</param>
    public static void For(int count, Action<int> piece)
    {
        var threads = Math.Min(count, get_num_threads());
        if (Parallel is null || threads <= 1)
        {
            for (var index = 0; index < count; index++) piece(index);
            return;
        }
        var work = GCHandle.Alloc(new Work(count, piece));
        try
        {
            Parallel(&Share, GCHandle.ToIntPtr(work), (uint)threads, 0);
        }
        finally
        {
            work.Free();
        }
    }

    [UnmanagedCallersOnly]
    private static void Share(nint handle)
    {
        var work = (Work)GCHandle.FromIntPtr(handle).Target!;
        // OMP_DYNAMIC, OMP_THREAD_LIMIT and a full machine make the team smaller than it was asked to be.
        var (thread, team) = ((long)ThreadNumber(), TeamSize());
        for (var index = work.Count * thread / team; index < work.Count * (thread + 1) / team; index++) work.Piece((int)index);
    }

    private sealed record Work(int Count, Action<int> Piece);
}
