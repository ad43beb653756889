using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace StavisLive.Model.Native;

/// <summary>Work of our own on the threads that libtorch computes with.</summary>
/// <remarks>
/// Those wait busily for their next work for some milliseconds: threads of another kind would find the cores taken. Where libtorch's OpenMP is
/// neither GNU's (Linux) nor Intel's (Windows), the caller does the work by itself.
/// </remarks>
internal static unsafe class OpenMpTeam
{
    // void GOMP_parallel (void (*fn) (void *), void *data, unsigned num_threads, unsigned flags), from libgomp's libgomp_g.h.
    private static readonly delegate* unmanaged<delegate* unmanaged<nint, void>, nint, uint, uint, void> Parallel;

    // void __kmpc_fork_call(ident_t *loc, kmp_int32 argc, kmpc_micro microtask, ...), from LLVM's kmp.h, which is Intel's: it hands on to the
    // task as many pointers as argc says. On 64-bit Windows the three dots are passed like any other argument.
    private static readonly delegate* unmanaged<nint, int, delegate* unmanaged<int*, int*, nint, void>, nint, void> Fork;
    private static readonly delegate* unmanaged<nint, int, int, void> PushThreads;
    private static readonly delegate* unmanaged<nint, int> GlobalThread;

    // What a compiler says of the place of a call: ident_t.
    private static readonly nint Place;

    private static readonly delegate* unmanaged<int> ThreadNumber;
    private static readonly delegate* unmanaged<int> TeamSize;

    static OpenMpTeam()
    {
        if (Find() is not { } file || !NativeLibrary.TryLoad(file, out var library)) return;
        ThreadNumber = (delegate* unmanaged<int>)NativeLibrary.GetExport(library, "omp_get_thread_num");
        TeamSize = (delegate* unmanaged<int>)NativeLibrary.GetExport(library, "omp_get_num_threads");
        if (OperatingSystem.IsLinux())
        {
            Parallel = (delegate* unmanaged<delegate* unmanaged<nint, void>, nint, uint, uint, void>)NativeLibrary.GetExport(library, "GOMP_parallel");
            return;
        }
        PushThreads = (delegate* unmanaged<nint, int, int, void>)NativeLibrary.GetExport(library, "__kmpc_push_num_threads");
        GlobalThread = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(library, "__kmpc_global_thread_num");
        Place = MakePlace();
        Fork = (delegate* unmanaged<nint, int, delegate* unmanaged<int*, int*, nint, void>, nint, void>)NativeLibrary.GetExport(library, "__kmpc_fork_call");
    }

    /// <summary>Does pieces of work, an equal share on each of libtorch's threads that are to be had; returns when all are done.</summary>
    /// <param name="count">Number of pieces.</param>
    /// <param name="piece">Does one; must not throw: there is nobody to catch it.</param>
    public static void For(int count, Action<int> piece)
    {
        // As many as libtorch's own work has, however few the pieces: GNU's ends threads that a smaller team leaves over, and the next
        // larger one has to create them anew (pytorch/pytorch#32008).
        var threads = get_num_threads();
        if ((Parallel is null && Fork is null) || threads <= 1 || count <= 1)
        {
            for (var index = 0; index < count; index++) piece(index);
            return;
        }
        var work = GCHandle.Alloc(new Work(count, piece));
        try
        {
            if (Parallel is not null)
            {
                Parallel(&Share, GCHandle.ToIntPtr(work), (uint)threads, 0);
            }
            else
            {
                PushThreads(Place, GlobalThread(Place), threads);
                Fork(Place, 1, &ShareOfFork, GCHandle.ToIntPtr(work));
            }
        }
        finally
        {
            work.Free();
        }
    }

    [UnmanagedCallersOnly]
    private static void Share(nint handle) => DoShare(handle);

    [UnmanagedCallersOnly]
    private static void ShareOfFork(int* globalThread, int* boundThread, nint handle) => DoShare(handle);

    private static void DoShare(nint handle)
    {
        var work = (Work)GCHandle.FromIntPtr(handle).Target!;
        // OMP_DYNAMIC, OMP_THREAD_LIMIT and a full machine make the team smaller than it was asked to be.
        var (thread, team) = ((long)ThreadNumber(), TeamSize());
        for (var index = work.Count * thread / team; index < work.Count * (thread + 1) / team; index++) work.Piece((int)index);
    }

    // The one that libtorch itself uses.
    private static string? Find()
    {
        if (OperatingSystem.IsWindows()) return NativeFolders.Find("libiomp5md.dll");
        if (!OperatingSystem.IsLinux() || NativeFolders.Find("libtorch.so") is not { } libtorch) return null;
        // The packages give the file a name with a checksum.
        return Directory.GetFiles(Path.GetDirectoryName(libtorch)!, "libgomp*.so.1") is [var file] ? file : null;
    }

    // struct ident { kmp_int32 reserved_1, flags, reserved_2, reserved_3; char const *psource; }, which lives as long as the process.
    private static nint MakePlace()
    {
        const int MadeByCompiler = 2;
        var place = Marshal.AllocHGlobal(24);
        new Span<byte>((void*)place, 24).Clear();
        Marshal.WriteInt32(place, 4, MadeByCompiler);
        Marshal.WriteIntPtr(place, 16, Marshal.StringToHGlobalAnsi(";stavis-live;OpenMpTeam;0;0;;"));
        return place;
    }

    private sealed record Work(int Count, Action<int> Piece);
}
