"""Sentences about files that come in: why one is refused, and remarks on one that is accepted."""

SENTENCES = {
    "file.empty": "Tệp “{name}” trống (0 byte). Hãy chọn lại tệp có nội dung.",
    "file.too_large": (
        "Tệp “{name}” nặng {size}, quá mức {most} cho phép. Hãy giảm dung lượng ảnh trong tệp rồi"
        " tải lại."
    ),
    "file.wrong_type": (
        "Tệp “{name}” không phải PDF hay Word. Hãy lưu thành .pdf, .docx hoặc .doc rồi tải lại."
    ),
    "file.wrong_evidence": (
        "Tệp “{name}” không phải ảnh, PDF hay Word. Hãy chụp lại bằng điện thoại (ảnh .jpg, .png,"
        " .webp) hoặc lưu thành .pdf rồi tải lại."
    ),
    "file.heic": (
        "Ảnh “{name}” ở dạng HEIC. Hãy tải lên thẳng từ điện thoại (điện thoại tự đổi sang .jpg),"
        " hoặc mở ảnh rồi lưu thành .jpg."
    ),
    "file.not_a_picture": (
        "Tệp “{name}” mang tên ảnh nhưng nội dung là {real}. Hãy mở ảnh rồi lưu thành .jpg hoặc"
        " .png và tải lại."
    ),
    "file.huge_photograph": (
        "Ảnh “{name}” quá nhiều điểm ảnh, máy chủ không mở. Hãy chụp ở cỡ ảnh thường rồi tải lại."
    ),
    "file.too_many_waiting": (
        "Thầy/Cô đang có {count} tệp tải lên chưa dùng (tối đa {most}). Hãy nộp hoặc bỏ bớt tệp cũ"
        " rồi tải tiếp."
    ),
    "file.too_much_waiting": (
        "Các tệp tải lên chưa dùng của Thầy/Cô đã nặng {size} (tối đa {most}). Hãy nộp hoặc bỏ bớt"
        " tệp cũ rồi tải tiếp."
    ),
    "file.not_ready": (
        "Tệp “{name}” chưa tải xong, chưa kiểm tra xong hoặc không được nhận. Hãy xem lại tệp này"
        " trước khi nộp."
    ),
    "file.already_used": "Tệp “{name}” đã được nộp trước đó. Hãy tải lên lần nữa nếu cần dùng lại.",
    "file.offset": (
        "Phần tải lên không khớp: máy chủ đã nhận {received} byte. Hãy tải tiếp từ vị trí đó."
    ),
    "file.beyond_size": "Tệp “{name}” dài hơn dung lượng đã khai báo. Hãy tải lại từ đầu.",
    "file.incomplete": "Tệp “{name}” bị mất một phần khi tải lên. Hãy tải lại từ đầu.",
    "file.no_readable": (
        "Tệp này chưa có bản PDF để xem trên màn hình. Hãy tải bản gốc về máy để xem."
    ),
    "file.altered": (
        "Nội dung tệp trong kho không còn khớp với dấu vân tay khi nhận, nên không mở. Hãy báo"
        " quản trị viên khôi phục từ bản sao lưu."
    ),
    "file.wrong_content": (
        "Tệp “{name}” có đuôi {suffix} nhưng nội dung là {real}. Hãy mở bằng phần mềm đã tạo ra nó"
        " và lưu lại thành .pdf, .docx hoặc .doc."
    ),
    "file.two_kinds": (
        "Tệp “{name}” vừa là {first} vừa là {second}, không phải tệp thông thường nên không được"
        " nhận. Hãy xuất lại tệp từ phần mềm soạn thảo."
    ),
    "file.damaged": (
        "Tệp “{name}” bị hỏng, không đọc được. Hãy mở thử trên máy, lưu lại rồi tải lên lần nữa."
    ),
    "file.too_heavy": (
        "Tệp “{name}” quá phức tạp, máy chủ không kiểm tra xong. Hãy xuất ra PDF rồi tải lên."
    ),
    "file.encrypted": ("Tệp “{name}” được đặt mật khẩu mở. Hãy bỏ mật khẩu, lưu lại rồi tải lên."),
    "file.virus": (
        "Chương trình diệt vi-rút báo tệp “{name}” nhiễm “{virus}”. Hãy quét vi-rút máy tính của"
        " Thầy/Cô trước khi tải tệp khác."
    ),
    "file.macro": (
        "Tệp “{name}” có macro (chương trình nhúng). Hãy lưu thành .docx không macro hoặc .pdf rồi"
        " tải lại."
    ),
    "file.dde": (
        "Tệp “{name}” có trường DDE gọi chương trình khác. Hãy xóa trường đó (Ctrl+Shift+F9 để"
        " chuyển thành chữ thường) rồi tải lại."
    ),
    "file.fetching_field": (
        "Tệp “{name}” có trường {field} lấy nội dung từ tệp khác. Hãy chuyển thành chữ thường"
        " (Ctrl+Shift+F9), lưu lại rồi tải lên."
    ),
    "file.active_x": (
        "Tệp “{name}” có nút hoặc ô điều khiển ActiveX. Hãy xóa chúng, lưu lại rồi tải lên."
    ),
    "file.embedded_object": (
        "Tệp “{name}” có đối tượng nhúng ({what}). Hãy dán lại đối tượng đó dưới dạng ảnh rồi tải"
        " lên; công thức MathType thì được giữ."
    ),
    "file.foreign_part": (
        "Tệp “{name}” chứa nguyên một tệp khác bên trong. Hãy mở bằng Word, chọn Lưu thành .docx"
        " mới rồi tải lên."
    ),
    "file.linked_object": (
        "Tệp “{name}” liên kết với tệp bên ngoài ({link}). Hãy ngắt liên kết (Tệp > Thông tin >"
        " Chỉnh sửa liên kết) rồi tải lại."
    ),
    "file.remote_template": (
        "Tệp “{name}” gắn khuôn mẫu lấy từ mạng ({link}). Hãy gỡ khuôn mẫu (Nhà phát triển > Khuôn"
        " mẫu) rồi tải lại."
    ),
    "file.dangerous_link": (
        "Tệp “{name}” có liên kết chạy chương trình ({link}). Hãy xóa liên kết đó rồi tải lại."
    ),
    "file.dtd": (
        "Tệp “{name}” có khai báo XML không an toàn mà Word không bao giờ ghi. Hãy mở bằng Word,"
        " lưu thành tệp mới rồi tải lên."
    ),
    "file.zip_bomb": (
        "Tệp “{name}” phình to bất thường khi mở. Hãy mở bằng Word, lưu thành tệp mới rồi tải lên."
    ),
    "file.zip_tricks": (
        "Tệp “{name}” được đóng gói bất thường bên trong. Hãy mở bằng Word, lưu thành tệp mới rồi"
        " tải lên."
    ),
    "file.huge_picture": (
        "Tệp “{name}” có ảnh {width} × {height} điểm ảnh, quá lớn để mở. Hãy thu nhỏ ảnh (Nén ảnh)"
        " rồi tải lại."
    ),
    "file.pdf_script": (
        "Tệp “{name}” có mã JavaScript. Hãy in tệp ra PDF mới (Print > Save as PDF) rồi tải lên."
    ),
    "file.pdf_action": (
        "Tệp “{name}” có lệnh tự chạy ({action}). Hãy in tệp ra PDF mới (Print > Save as PDF) rồi"
        " tải lên."
    ),
    "file.pdf_form": (
        "Tệp “{name}” là biểu mẫu XFA động. Hãy in ra PDF mới (Print > Save as PDF) rồi tải lên."
    ),
    "file.pdf_attachment": (
        "Tệp “{name}” có tệp khác đính kèm bên trong. Hãy gỡ tệp đính kèm hoặc in ra PDF mới rồi"
        " tải lên."
    ),
    "file.pdf_media": (
        "Tệp “{name}” có phim, âm thanh hoặc mô hình 3D nhúng. Hãy in tệp ra PDF mới rồi tải lên."
    ),
    "file.pdf_outside": (
        "Tệp “{name}” lấy nội dung từ tệp bên ngoài. Hãy in tệp ra PDF mới rồi tải lên."
    ),
    "file.pdf_bomb": "Tệp “{name}” phình to bất thường khi mở. Hãy xuất lại PDF rồi tải lên.",
    "file.no_pages": "Tệp “{name}” không có trang nào. Hãy xuất lại PDF rồi tải lên.",
    "file.too_many_pages": (
        "Tệp “{name}” có {pages} trang, quá mức {most} trang. Hãy tách thành nhiều tệp."
    ),
    "file.page_size": (
        "Trang {page} của tệp “{name}” có khổ giấy bất thường. Hãy chọn khổ A4 và xuất lại PDF."
    ),
    "file.not_a_table": (
        "Tệp “{name}” không phải bảng tính. Hãy lưu thành .xlsx, .xls hoặc .csv rồi tải lại."
    ),
    "file.other_purpose": (
        "Tệp “{name}” được tải lên cho việc khác. Hãy tải tệp lên lại ở đúng trang cần dùng."
    ),
    "file.table_content": (
        "Tệp “{name}” có đuôi {suffix} nhưng bên trong không phải bảng tính loại đó. Hãy mở bằng"
        " Excel, chọn Lưu thành .xlsx rồi tải lại."
    ),
    "file.table_macro": (
        "Tệp “{name}” có macro (chương trình nhúng). Hãy mở bằng Excel, chọn Lưu thành “Excel"
        " Workbook (.xlsx)” rồi tải lại."
    ),
    "file.table_link": (
        "Tệp “{name}” lấy dữ liệu từ tệp hoặc mạng bên ngoài. Hãy chép toàn bộ rồi dán “Chỉ giá"
        " trị” (Paste Values) sang tệp mới, lưu lại và tải lên."
    ),
    "file.table_object": (
        "Tệp “{name}” có đối tượng nhúng ({what}). Hãy xóa đối tượng đó, lưu lại rồi tải lên."
    ),
    "file.table_too_big": (
        "Tệp “{name}” có vùng dữ liệu quá lớn ({what}); tối đa 100.000 dòng, 200 cột. Hãy xóa các"
        " dòng, cột thừa ở cuối trang tính hoặc tách thành nhiều tệp."
    ),
    "file.table_too_heavy": (
        "Tệp “{name}” quá nặng hoặc bị hỏng, máy chủ không đọc xong. Hãy chép dữ liệu sang tệp"
        " Excel mới, lưu lại rồi tải lên."
    ),
    "note.equations": "Tệp có công thức MathType nhúng; bản PDF hiển thị ảnh của công thức.",
    "note.linked_picture": (
        "Tệp có ảnh, phim liên kết từ bên ngoài; phần này không hiện trong bản PDF."
    ),
    "note.local_template": "Tệp gắn khuôn mẫu trên máy riêng; không ảnh hưởng nội dung.",
    "note.tracked_changes": (
        "Tệp còn {count} chỗ sửa đang theo dõi (Track Changes); người duyệt sẽ thấy các dấu sửa."
    ),
    "note.comments": "Tệp còn {count} chú thích (Comments); người duyệt có thể thấy.",
    "note.restricted": "PDF đặt hạn chế sao chép hoặc in; vẫn xem được.",
    "note.repaired": "PDF có lỗi nhỏ nhưng vẫn đọc được. Nên xuất lại để máy nào cũng mở được.",
    "note.plain_picture": (
        "Ảnh được giữ ở dạng thường: xoay đúng chiều, không kèm nơi chụp và dữ liệu của máy ảnh."
    ),
    "note.pictures_only": "PDF chỉ có ảnh chụp trang nên không so sánh được chữ giữa hai bản.",
}
"""Every sentence has “{name}” of the file where it helps; notes stand beside the file's name."""
